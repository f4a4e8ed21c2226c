import { describe, expect, it } from 'vitest';
import { readBody, drainUnreadBody } from '../../src/ingest/request-body.ts';
import { manualTimer } from '../support/manual-timer.ts';

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

  it('gives exactly the declared length', async () => {
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

/** A stream that brings what the test sends, and ends only when the test ends it. */
function slowBody() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({ start: (started) => void (controller = started) });
  return {
    stream,
    send: (bytes: number): void => controller?.enqueue(new Uint8Array(bytes)),
    end: (): void => controller?.close(),
  };
}

/** Resolves when everything that can happen without time has happened. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('a slow body [IMG-28]', () => {
  const refused = (reason: string) => ({ ok: false, fault: { kind: 'body-malformed', reason } });

  it('is given up when nothing of it comes', async () => {
    const { startTimer, pass } = manualTimer();
    const read = readBody(post(slowBody().stream), MAX_BYTES, 'body-too-large', { startTimer });
    pass(10_000);
    expect(await read).toEqual(refused('Almost nothing of the body came for 10 seconds.'));
  });

  it('is given up when it only trickles', async () => {
    const { startTimer, pass } = manualTimer();
    const body = slowBody();
    const read = readBody(post(body.stream), MAX_BYTES, 'body-too-large', { startTimer });
    body.send(50_000);
    await settle();
    pass(10_000);
    body.send(4_095);
    await settle();
    pass(10_000);
    expect(await read).toEqual(refused('Almost nothing of the body came for 10 seconds.'));
  });

  it('is read as long as enough of it comes, and given up at last', async () => {
    const { startTimer, pass } = manualTimer();
    const [whole, endless] = [slowBody(), slowBody()];
    const reads = [whole, endless].map(
      async ({ stream }) => await readBody(post(stream), MAX_BYTES, 'body-too-large', { startTimer }),
    );
    for (let window = 0; window < 5; window += 1) {
      whole.send(5_000);
      endless.send(5_000);
      await settle();
      pass(10_000);
    }
    whole.end();
    expect(await reads[0]).toEqual({ ok: true, value: new Uint8Array(25_000) });
    endless.send(5_000);
    await settle();
    pass(10_000);
    expect(await reads[1]).toEqual(refused('The body did not arrive within 60 seconds.'));
  });
});

describe('the memory for a body [IMG-28]', () => {
  it('is asked for as bytes come, whatever length was declared', async () => {
    const asked: number[] = [];
    const body = slowBody();
    const read = readBody(post(body.stream, { 'content-length': '200000' }), MAX_BYTES, 'body-too-large', {
      reserve: (bytes) => Promise.resolve(asked.push(bytes) > 0),
      startTimer: manualTimer().startTimer,
    });
    await settle();
    expect(asked).toEqual([]);
    body.send(1);
    await settle();
    expect(asked).toEqual([8_192]);
    body.send(99_999);
    body.send(100_000);
    body.end();
    expect(await read).toMatchObject({ ok: true, value: { length: 200_000 } });
    expect(asked).toEqual([8_192, 100_000, 200_000]);
  });

  it('that is not there ends the reading, and the sender is heard out', async () => {
    const source = chunks(100, 1_000);
    const read = await readBody(post(source.stream), MAX_BYTES, 'body-too-large', {
      reserve: (bytes) => Promise.resolve(bytes <= 20_000),
    });
    expect(read).toEqual({ ok: false, fault: { kind: 'overloaded', retryAfterSeconds: 2 } });
    expect(source.pulled()).toBe(100);
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

  it('gives up one of which nothing more comes, after a second [IMG-29]', async () => {
    const { startTimer, pass } = manualTimer();
    const body = slowBody();
    const drained = drainUnreadBody(post(body.stream), startTimer);
    body.send(10);
    await settle();
    pass(1_000);
    await settle();
    pass(1_000);
    expect(await drained).toBeUndefined();
  });

  it('gives up one that goes on for too long [IMG-29]', async () => {
    const { startTimer, pass } = manualTimer();
    const body = slowBody();
    const drained = drainUnreadBody(post(body.stream), startTimer);
    for (let second = 0; second < 15; second += 1) {
      body.send(10);
      await settle();
      pass(1_000);
    }
    expect(await drained).toBeUndefined();
    const endless = chunks(Infinity, 100_000);
    await drainUnreadBody(post(endless.stream));
    expect(endless.pulled()).toBe(Math.ceil((16 * 1024 * 1024) / 100_000));
    expect(endless.cancelled()).toBe(true);
  });

  it('survives one that breaks', async () => {
    const broken = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error('gone')) });
    expect(await drainUnreadBody(post(broken))).toBeUndefined();
  });
});
