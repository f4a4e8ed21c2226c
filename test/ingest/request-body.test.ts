import { describe, expect, it } from 'vitest';
import { bytesToReserve, readBody, drainUnreadBody } from '../../src/ingest/request-body.ts';

const MAX_BYTES = 1_000_000;

interface Source {
  readonly stream: ReadableStream<Uint8Array>;
  readonly pulled: () => number;
  readonly cancelled: () => boolean;
}

/** A stream of `count` chunks of `size` bytes, each byte the chunk's number; `failAt` errors in place of that chunk. */
function chunks(count: number, size: number, failAt = Infinity): Source {
  let index = 0;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller): void {
        if (index === failAt) return controller.error(new Error('connection lost at 10.0.0.7'));
        if (index === count) return controller.close();
        controller.enqueue(new Uint8Array(size).fill(index));
        index += 1;
      },
      cancel(): void {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, pulled: () => index, cancelled: () => cancelled };
}

function post(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request('https://vitrine.test/upload', { method: 'POST', body, headers });
}

describe('readBody', () => {
  it('reads chunks of unknown length in order', async () => {
    const read = await readBody(post(chunks(100, 1_000).stream), MAX_BYTES);
    const expected = Uint8Array.from({ length: 100_000 }, (_, index) => Math.floor(index / 1_000));
    expect(read).toEqual({ ok: true, value: expected });
    expect(read.ok && read.value.buffer.byteLength).toBe(100_000);
  });

  it('allocates a declared length once', async () => {
    const read = await readBody(post(chunks(10, 1_000).stream, { 'content-length': '10000' }), MAX_BYTES);
    expect(read.ok && read.value.length).toBe(10_000);
    expect(read.ok && read.value.buffer.byteLength).toBe(10_000);
  });

  it('takes exactly the limit, declared or not', async () => {
    expect(await readBody(post(new Uint8Array(10)), 10)).toMatchObject({ ok: true });
    expect(await readBody(post(chunks(2, 5).stream), 10)).toMatchObject({ ok: true });
  });

  it('gives no bytes for no body', async () => {
    expect(await readBody(post(null), MAX_BYTES)).toEqual({ ok: true, value: new Uint8Array(0) });
    expect(await readBody(post(''), 0)).toEqual({ ok: true, value: new Uint8Array(0) });
  });

  it('refuses a declared length over the limit, and hears the sender out so that it hears why', async () => {
    const source = chunks(10, 1_000);
    const read = await readBody(post(source.stream, { 'content-length': '1000001' }), MAX_BYTES, 'file-too-large');
    expect(read).toEqual({ ok: false, fault: { kind: 'file-too-large', maxBytes: MAX_BYTES } });
    expect(source.pulled()).toBe(10);
  });

  it('cuts a body without end off at last', async () => {
    const source = chunks(Infinity, 1_000);
    const read = await readBody(post(source.stream), MAX_BYTES);
    expect(read).toEqual({ ok: false, fault: { kind: 'body-too-large', maxBytes: MAX_BYTES } });
    // 1,001 chunks to pass the limit, and 64 MB that are dropped.
    expect(source.pulled()).toBe(1_001 + Math.ceil((64 * 1024 * 1024) / 1_000));
    expect(source.cancelled()).toBe(true);
  });

  it.each([
    ['shorter', '10001'],
    ['longer', '9999'],
  ])('refuses a body %s than it declared', async (_case, contentLength) => {
    const read = await readBody(post(chunks(10, 1_000).stream, { 'content-length': contentLength }), MAX_BYTES);
    const reason = 'The body is not as long as its Content-Length says.';
    expect(read).toEqual({ ok: false, fault: { kind: 'body-malformed', reason } });
  });

  it.each(['abc', '-1', '1e3', '10000, 10000', '99999999999999999999'])(
    'does not heed the Content-Length %j',
    async (contentLength) => {
      const read = await readBody(post(chunks(10, 1_000).stream, { 'content-length': contentLength }), MAX_BYTES);
      expect(read.ok && read.value.length).toBe(10_000);
    },
  );

  it.each([{}, { 'content-length': '10000' }])(
    'says that a body broke off, and nothing else, with %j',
    async (headers) => {
      const read = await readBody(post(chunks(10, 1_000, 5).stream, headers), MAX_BYTES);
      const reason = 'The body broke off before its end.';
      expect(read).toEqual({ ok: false, fault: { kind: 'body-malformed', reason } });
    },
  );

  it('answers a second reading with a fault', async () => {
    const request = post('twice');
    await readBody(request, MAX_BYTES);
    expect(await readBody(request, MAX_BYTES)).toMatchObject({ ok: false, fault: { kind: 'body-malformed' } });
    const locked = post('held by another');
    locked.body?.getReader();
    expect(await readBody(locked, MAX_BYTES)).toMatchObject({ ok: false, fault: { kind: 'body-malformed' } });
  });

  it('takes chunks of one byte', async () => {
    const read = await readBody(post(chunks(100_000, 1).stream), MAX_BYTES);
    expect(read.ok && read.value.length).toBe(100_000);
  });
});

describe('bytesToReserve', () => {
  it.each([
    [post(null), 0],
    [post('abcde', { 'content-length': '5' }), 5],
    [post('abcde', { 'content-length': '5000000' }), MAX_BYTES],
    [post(chunks(1, 1).stream), MAX_BYTES],
  ])('is what the body may come to', (request, expected) => {
    expect(bytesToReserve(request, MAX_BYTES)).toBe(expected);
  });
});

it('gives up a body that does not arrive in time', async () => {
  const endless = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
  const request = new Request('http://vitrine.test/', { method: 'POST', body: endless });
  expect(await readBody(request, 1000, 'file-too-large', 5)).toEqual({
    ok: false,
    fault: { kind: 'body-malformed', reason: 'The body did not arrive within 0.005 seconds.' },
  });
});

describe('drainUnreadBody', () => {
  it('reads a body to its end, and leaves one that was read or is not there', async () => {
    const source = chunks(10, 1_000);
    await drainUnreadBody(post(source.stream));
    expect(source.pulled()).toBe(10);
    const read = post('some bytes');
    await read.text();
    await drainUnreadBody(read);
    await drainUnreadBody(new Request('http://vitrine.test/'));
  });

  it('leaves a body alone that somebody else is reading', async () => {
    const source = chunks(10, 1_000);
    const request = post(source.stream);
    const reader = request.body?.getReader();
    await drainUnreadBody(request);
    expect(source.pulled()).toBe(0);
    expect((await reader?.read())?.value).toHaveLength(1_000);
  });

  it('gives up one without end, and survives one that breaks', async () => {
    const endless = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
    await drainUnreadBody(post(endless), 5);
    const broken = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error('gone')) });
    expect(await drainUnreadBody(post(broken))).toBeUndefined();
  });
});
