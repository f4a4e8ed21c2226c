import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unstable_startWorker } from 'wrangler';
import { TINY_PNG } from '../../../scripts/picture-host/broken.ts';
import { type PictureHost, startPictureHost } from '../../../scripts/picture-host/server.ts';
import { fetchRemote } from '../../../src/ingest/fetch-remote.ts';
import type { Question } from './fetch-worker/index.ts';

/** What fetchRemote gives, with the bytes as plain numbers, so that both runtimes can be compared. */
type Fetch = (question: Question) => Promise<unknown>;

const PICTURE = [...TINY_PNG];
const MAX_BYTES = 1024 * 1024;
/** Long enough that no answer of a healthy server comes near it. */
const PATIENT_MS = 5_000;
/** For servers that never finish. */
const IMPATIENT_MS = 150;

let host: PictureHost;
let workerd: Awaited<ReturnType<typeof unstable_startWorker>>;

beforeAll(async () => {
  host = await startPictureHost({ port: 0 });
  // Not createTestHarness, which fetches by way of Node and follows redirects on the way.
  workerd = await unstable_startWorker({
    config: new URL('fetch-worker/wrangler.toml', import.meta.url).pathname,
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      logLevel: 'none',
      watch: false,
      persist: false,
    },
  });
  await workerd.ready;
});

afterAll(async () => {
  await workerd.dispose();
  await host.close();
});

async function inNode({ url, options }: Question): Promise<unknown> {
  const fetched = await fetchRemote(url, options);
  if (!fetched.ok) return fetched;
  return { ok: true, value: { fileName: fetched.value.fileName, bytes: [...fetched.value.bytes] } };
}

async function inWorkerd(question: Question): Promise<unknown> {
  const response = await workerd.fetch('http://vitrine.test/', { method: 'POST', body: JSON.stringify(question) });
  return await response.json();
}

function failed(path: string, reason: string): unknown {
  return { ok: false, fault: { kind: 'download-failed', url: `http://${host.host}${path}`, reason } };
}

/** What may well work a little later. */
function failedForNow(path: string, reason: string): unknown {
  const url = `http://${host.host}${path}`;
  return { ok: false, fault: { kind: 'download-failed', url, reason, isTemporary: true } };
}

describe.each<[string, Fetch]>([
  ['Node', inNode],
  ['workerd', inWorkerd],
])('fetchRemote in %s', (_runtime, run) => {
  /** Asks our host for a path; it is allowed, and nothing else is. */
  function ask(path: string, timeoutMs = PATIENT_MS): Promise<unknown> {
    const options = { allowedHosts: [host.host], ownHosts: [], maxBytes: MAX_BYTES, timeoutMs };
    return run({ url: `http://${host.host}${path}`, options });
  }

  const TOO_LARGE = { ok: false, fault: { kind: 'file-too-large', maxBytes: MAX_BYTES } };

  it.each([
    ['/tiny.png', 'tiny.png'],
    ['/tiny.png?size=1', 'tiny.png'],
    ['/broken/picture-as-html/Gr%C3%BCn%201.png', 'Grün 1.png'],
    ['/broken/picture-as-html/%FF.png', '%FF.png'],
    ['/broken/picture-as-html/', undefined],
    ['/broken/gzip', 'gzip'],
    ['/broken/named/x.png', 'Red Shoe.png'],
    ['/broken/redirects/1', '1'],
    ['/broken/redirects/3', '3'],
    [`/broken/redirect-to/${encodeURIComponent('/tiny.png')}`, '/tiny.png'],
    [`/broken/redirect-to/${encodeURIComponent('/broken/named')}`, 'Red Shoe.png'],
  ])('takes %s', async (path, fileName) => {
    expect(await ask(path)).toEqual({ ok: true, value: { bytes: PICTURE, fileName } });
  });

  it.each([
    ['/broken/status/404', 'The server answered with status 404.'],
    ['/broken/status/204', 'The server answered with status 204.'],
    ['/broken/status/206', 'The server answered with status 206.'],
    ['/broken/status/304', 'The server answered with status 304.'],
    ['/broken/html', 'The answer is a web page, not an image.'],
    ['/broken/html-as-jpeg', 'The answer is a web page, not an image.'],
    ['/broken/empty', 'The answer is empty.'],
    ['/broken/empty-chunked', 'The answer is empty.'],
    ['/broken/redirects/4', 'It redirects more than 3 times.'],
    ['/broken/redirect-loop', 'It redirects more than 3 times.'],
    ['/broken/redirect-nowhere', 'It redirects (status 301) without saying where to.'],
    ['/broken/redirect-to/http%3A%2F%2F', 'It redirects (status 302) without saying where to.'],
  ])('says what is wrong with %s [IMG-11]', async (path, reason) => {
    expect(await ask(path)).toEqual(failed(path, reason));
  });

  it.each([
    ['/broken/status/500', 'The server answered with status 500.'],
    ['/broken/long-length', 'The connection broke off before the whole file had come.'],
    ['/broken/cut-chunked', 'The connection broke off before the whole file had come.'],
    ['/broken/gzip-broken', 'The connection broke off before the whole file had come.'],
    ['/broken/reset', 'The server could not be reached.'],
    ['/broken/garbage', 'The server could not be reached.'],
    ['/broken/length-not-a-number', 'The server could not be reached.'],
  ])('says that %s may be better later', async (path, reason) => {
    expect(await ask(path)).toEqual(failedForNow(path, reason));
  });

  it.each(['/broken/silent', '/broken/silent-body', '/broken/drip'])(
    'gives up on %s in time [IMG-10, BC-19]',
    async (path) => {
      const startedMs = performance.now();
      expect(await ask(path, IMPATIENT_MS)).toEqual(failedForNow(path, 'It took longer than 0.15 seconds.'));
      expect(performance.now() - startedMs).toBeLessThan(IMPATIENT_MS + 1_000);
    },
  );

  it.each(['/broken/endless', '/broken/gzip-bomb', '/broken/huge-length'])(
    'stops %s at the limit [IMG-10]',
    async (path) => {
      expect(await ask(path)).toEqual(TOO_LARGE);
    },
  );

  it.each([
    ['http://10.0.0.1/', 'The host must be a name, not an IP address.'],
    ['http://2130706433/', 'The host must be a name, not an IP address.'],
    ['http://[::1]/tiny.png', 'The host must be a name, not an IP address.'],
    ['//localhost/tiny.png', 'The host is not on the public internet.'],
    ['http://metadata.google.internal/', 'The host is not on the public internet.'],
    ['http://example.com:8080/', 'Only ports 80 and 443 are fetched from.'],
    ['http://me:secret@example.com/', 'A URL with a user name or password in it is not fetched.'],
    ['file:///etc/passwd', 'Only http and https are fetched from.'],
    ['data:image/png;base64,iVBORw0KGgo=', 'Only http and https are fetched from.'],
  ])('does not follow a redirect to %s', async (target, why) => {
    const path = `/broken/redirect-to/${encodeURIComponent(target)}`;
    const reason = `It redirects to where we do not fetch from. ${why}`;
    const url = `http://${host.host}${path}`;
    expect(await ask(path)).toEqual({ ok: false, fault: { kind: 'url-refused', url, reason } });
  });

  it('says that nobody listens', async () => {
    const idle = await startPictureHost({ port: 0 });
    await idle.close();
    const url = `http://${idle.host}/tiny.png`;
    const reason = 'The server could not be reached.';
    const options = { allowedHosts: [idle.host], ownHosts: [] };
    const fault = { kind: 'download-failed', url, reason, isTemporary: true };
    expect(await run({ url, options })).toEqual({ ok: false, fault });
  });

  it('says who asks, and for what', async () => {
    await ask('/tiny.png?who');
    expect(host.seen.findLast(({ path }) => path === '/tiny.png?who')?.headers).toMatchObject({
      accept: 'image/jpeg,image/png,image/webp,image/gif,image/*;q=0.5',
      'accept-encoding': 'identity',
      'user-agent': 'Vitrine/0.1',
    });
  });

  it('leaves a body shorter or longer than it should be to sniffing, as far as it came whole', async () => {
    expect(await ask('/broken/truncated')).toMatchObject({ ok: true, value: { bytes: PICTURE.slice(0, 40) } });
    expect(await ask('/broken/short-length')).toMatchObject({ ok: true, value: { bytes: PICTURE.slice(0, 40) } });
  });
});
