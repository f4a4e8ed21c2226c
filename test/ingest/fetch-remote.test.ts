import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchRemote, type RemoteOptions } from '../../src/ingest/fetch-remote.ts';
import type { FetchFunction } from '../../src/ingest/follow-redirects.ts';

const URL_SENT = 'https://cdn.example.com/a/shoe.png';
const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);

/** A fetcher that answers in order and notes what it was asked. */
function answering(...answers: readonly (() => Response | Promise<Response>)[]): {
  readonly fetcher: FetchFunction;
  readonly asked: { readonly url: string; readonly init: RequestInit }[];
} {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const fetcher: FetchFunction = async (url, init) => {
    const answer = answers[asked.length];
    asked.push({ url, init });
    if (answer === undefined) throw new Error('asked once too often');
    return await answer();
  };
  return { fetcher, asked };
}

function redirectTo(location: string, status = 302): () => Response {
  return () => new Response('moved', { status, headers: { location } });
}

const picture = (): Response => new Response(PICTURE);

function run(fetcher: FetchFunction, options: Partial<RemoteOptions> = {}): ReturnType<typeof fetchRemote> {
  return fetchRemote(URL_SENT, { allowedHosts: [], ownHosts: ['vitrine.test'], fetcher, ...options });
}

const failed = (reason: string): unknown => ({
  ok: false,
  fault: { kind: 'download-failed', url: URL_SENT, reason },
});

/** What may well work a little later. */
const failedForNow = (reason: string): unknown => ({
  ok: false,
  fault: { kind: 'download-failed', url: URL_SENT, reason, isTemporary: true },
});

/** A body that notes whether it was read or given up. */
function watched(chunk: Uint8Array | undefined): { body: ReadableStream<Uint8Array>; events: string[] } {
  const events: string[] = [];
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller): void | Promise<void> {
        events.push('read');
        if (chunk === undefined) return new Promise(() => undefined);
        controller.enqueue(chunk);
      },
      cancel(): void {
        events.push('cancelled');
      },
    },
    { highWaterMark: 0 },
  );
  return { body, events };
}

/** The same answer, two seconds later. */
async function slowly(response: Response): Promise<Response> {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return response;
}

afterEach(() => {
  vi.useRealTimers();
});

it('gives up a server that holds its bytes back long before the time is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { body, events } = watched(undefined);
  const fetching = run(answering(() => new Response(body)).fetcher, { timeoutMs: 20_000 });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await fetching).toEqual(failedForNow('The server stopped sending.'));
  expect(events.at(-1)).toBe('cancelled');
});

it('asks for memory when bytes have come, and gives up where there is none', async () => {
  const asked: number[] = [];
  const reserve = (bytes: number): Promise<boolean> => Promise.resolve(asked.push(bytes) > 1);
  const refused = await run(answering(picture).fetcher, { reserve });
  expect(refused).toEqual({ ok: false, fault: { kind: 'overloaded', retryAfterSeconds: 2 } });
  expect(await run(answering(picture).fetcher, { reserve })).toMatchObject({ ok: true, value: { bytes: PICTURE } });
  expect(asked).toHaveLength(2);
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('follows status %i', async (status) => {
    const { fetcher, asked } = answering(redirectTo('https://images.example.net/x/1.png', status), picture);
    expect(await run(fetcher)).toEqual({ ok: true, value: { bytes: PICTURE, fileName: 'shoe.png' } });
    expect(asked.map(({ url }) => url)).toEqual([URL_SENT, 'https://images.example.net/x/1.png']);
  });

  it.each([
    ['/b.png', 'https://cdn.example.com/b.png'],
    ['b.png?c=1', 'https://cdn.example.com/a/b.png?c=1'],
    ['//images.example.net/b.png', 'https://images.example.net/b.png'],
    ['\\\\images.example.net\\b.png', 'https://images.example.net/b.png'],
  ])('resolves %s', async (location, target) => {
    const { fetcher, asked } = answering(redirectTo(location), picture);
    expect(await run(fetcher)).toMatchObject({ ok: true });
    expect(asked[1]?.url).toBe(target);
  });

  it('takes a target longer than what clients may send', async () => {
    const { fetcher } = answering(redirectTo(`/b.png?signature=${'x'.repeat(2_000)}`), picture);
    expect(await run(fetcher)).toMatchObject({ ok: true });
  });

  it.each([
    ['https://vitrine.test/s-demo/a.png', 'The host is this service itself.'],
    ['http://127.1/', 'The host must be a name, not an IP address.'],
    ['http://[::ffff:10.0.0.1]/', 'The host must be a name, not an IP address.'],
    ['https://cdn.example.com:8443/', 'Only ports 80 and 443 are fetched from.'],
    ['javascript:alert(1)', 'Only http and https are fetched from.'],
  ])('refuses %s, wherever in the chain [IMG-9]', async (target, why) => {
    const { fetcher, asked } = answering(redirectTo('/1'), redirectTo('/2'), redirectTo(target), picture);
    const reason = `It redirects to where we do not fetch from. ${why}`;
    expect(await run(fetcher)).toEqual({ ok: false, fault: { kind: 'url-refused', url: URL_SENT, reason } });
    expect(asked).toHaveLength(3);
  });

  it('follows three and no more [IMG-9]', async () => {
    const three = [redirectTo('/1'), redirectTo('/2'), redirectTo('/3')];
    expect(await run(answering(...three, picture).fetcher)).toMatchObject({ ok: true });
    const { fetcher, asked } = answering(...three, redirectTo('/4'), picture);
    expect(await run(fetcher)).toEqual(failed('It redirects more than 3 times.'));
    expect(asked).toHaveLength(4);
  });

  it.each(['http://', 'https://exa mple.com/', `/${'x'.repeat(9_000)}`])('refuses the target %.40s', async (target) => {
    expect(await run(answering(redirectTo(target)).fetcher)).toMatchObject({ fault: { kind: 'download-failed' } });
  });

  it('never lets the platform follow', async () => {
    const { fetcher, asked } = answering(picture);
    await run(fetcher);
    expect(asked[0]?.init).toMatchObject({ redirect: 'manual', cache: 'no-store' });
  });
});

describe('the URL', () => {
  it.each(['http://127.0.0.1/a.png', 'ftp://example.com/a.png', 'shoe.png', `${URL_SENT}?${'x'.repeat(300)}`])(
    'asks nothing of %.40s [IMG-8]',
    async (url) => {
      const { fetcher, asked } = answering(picture);
      expect(await fetchRemote(url, { allowedHosts: [], ownHosts: [], fetcher })).toMatchObject({ ok: false });
      expect(asked).toEqual([]);
    },
  );

  it('may be as long as the dialect says', async () => {
    const { fetcher } = answering(picture);
    const options = { allowedHosts: [], ownHosts: [], fetcher, maxCharacters: 2_000 };
    expect(await fetchRemote(`${URL_SENT}?${'x'.repeat(1_000)}`, options)).toMatchObject({ ok: true });
  });
});

describe('the answer', () => {
  it.each([{}, { 'content-encoding': 'gzip' }])(
    'is not read when it declares too much, with %j [IMG-10]',
    async (headers) => {
      const { body, events } = watched(PICTURE);
      const answer = (): Response =>
        new Response(body, { headers: { 'content-length': '9000000', ...headers }, encodeBody: 'manual' });
      const fault = { kind: 'file-too-large', maxBytes: 8 * 1024 * 1024 };
      expect(await run(answering(answer).fetcher)).toEqual({ ok: false, fault });
      expect(events).toEqual(['cancelled']);
    },
  );

  it('is given up just past the limit [IMG-10]', async () => {
    const { body, events } = watched(new Uint8Array(400));
    const fetched = await run(answering(() => new Response(body)).fetcher, { maxBytes: 1_000 });
    expect(fetched).toEqual({ ok: false, fault: { kind: 'file-too-large', maxBytes: 1_000 } });
    expect(events).toEqual(['read', 'read', 'read', 'cancelled']);
  });

  it('is not read when its status is not 200 [IMG-11]', async () => {
    const { body, events } = watched(PICTURE);
    const fetched = await run(answering(() => new Response(body, { status: 403 })).fetcher);
    expect(fetched).toEqual(failed('The server answered with status 403.'));
    expect(events).toEqual(['cancelled']);
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('may be another one later than status %i', async (status) => {
    const fetched = await run(answering(() => new Response(null, { status })).fetcher);
    expect(fetched).toEqual(failedForNow(`The server answered with status ${status}.`));
  });

  it('must be as long as it says [IMG-11]', async () => {
    const stream = new Blob([PICTURE]).stream();
    const { fetcher } = answering(() => new Response(stream, { headers: { 'content-length': '5' } }));
    expect(await run(fetcher)).toEqual(failedForNow('The answer is not as long as its Content-Length says.'));
  });

  it('must have come when the time is over, and is given up then [IMG-10]', async () => {
    vi.useFakeTimers();
    const { body, events } = watched(undefined);
    const fetched = run(answering(() => new Response(body)).fetcher);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(events).toEqual(['read']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await fetched).toEqual(failedForNow('It took longer than 5 seconds.'));
    expect(events).toEqual(['read', 'cancelled']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shares its time with the redirects before it [IMG-10]', async () => {
    vi.useFakeTimers();
    const { fetcher, asked } = answering(
      () => slowly(redirectTo('/1')()),
      () => slowly(redirectTo('/2')()),
      () => slowly(picture()),
    );
    const fetched = run(fetcher);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await fetched).toEqual(failedForNow('It took longer than 5 seconds.'));
    expect(asked).toHaveLength(3);
    expect(asked[2]?.init.signal?.aborted).toBe(true);
  });

  it('leaves no clock running', async () => {
    vi.useFakeTimers();
    await run(answering(picture).fetcher);
    await run(answering(() => Promise.reject(new Error('no route'))).fetcher);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(['getaddrinfo ENOTFOUND db.internal', 'internal error; reference = 4v1k'])(
    'never shows what the platform says: %s',
    async (message) => {
      const { fetcher } = answering(() => Promise.reject(new Error(message)));
      expect(await run(fetcher)).toEqual(failedForNow('The server could not be reached.'));
    },
  );
});

describe('a refusal of the local service’s way out', () => {
  const refusing = (): Response => new Response(null, { status: 403, headers: { 'Vitrine-Address-Refused': 'true' } });
  const reason =
    'The host is not on the public internet. In this sandbox INGEST_ALLOWED_HOSTS=cdn.example.com:443 allows it.';

  it('is answered as a private address is, with the setting that allows it [RUN-8]', async () => {
    const { fetcher } = answering(refusing);
    const fault = { kind: 'url-refused', url: URL_SENT, reason };
    expect(await run(fetcher, { isSandbox: true })).toEqual({ ok: false, fault });
  });

  it('is answered so behind a redirect, too [RUN-8]', async () => {
    const { fetcher } = answering(redirectTo('https://cdn.example.com/b'), refusing);
    const fault = {
      kind: 'url-refused',
      url: URL_SENT,
      reason: `It redirects to where we do not fetch from. ${reason}`,
    };
    expect(await run(fetcher, { isSandbox: true })).toEqual({ ok: false, fault });
  });

  it('is an answer as any other in a deployment, where nobody sends it but strangers [RUN-8]', async () => {
    const { fetcher } = answering(refusing);
    expect(await run(fetcher)).toEqual(failed('The server answered with status 403.'));
  });
});
