import { openAsBlob } from 'node:fs';
import { expect, inject, it } from 'vitest';
import { Vitrine, VitrineProblem } from 'vitrine-client';

/** Sends as a browser does from a page of the service: with its cookie, and with where the request comes from. */
function browserFetch(): { readonly fetch: typeof fetch; readonly sent: Headers[] } {
  let cookie = '';
  const sent: Headers[] = [];
  const send: typeof fetch = async (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set('Sec-Fetch-Site', 'same-origin');
    if (cookie !== '') headers.set('Cookie', cookie);
    sent.push(headers);
    const answer = await fetch(url, { ...init, headers });
    const set = answer.headers.getSetCookie()[0];
    if (set !== undefined) cookie = set.includes('Max-Age=0') ? '' : (set.split(';')[0] ?? '');
    return answer;
  };
  return { fetch: send, sent };
}

const wordOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => (error instanceof VitrineProblem ? error.word : error),
  );

it('works with the session of a browser from its beginning to its end, without a token [CLI-18]', async () => {
  const browser = browserFetch();
  const vitrine = new Vitrine({ url: inject('origin'), fetch: browser.fetch });
  expect(await wordOf(vitrine.whoAmI())).toBe('token-missing');
  const session = await vitrine.session.begin('demo-token');
  expect(session).toMatchObject({ scope: 'admin', store: { hash: 'demo' }, endsAt: expect.any(String) });
  expect(await vitrine.whoAmI()).toEqual(session);
  const { results } = await vitrine.images.create(83_001, [{ file: await openAsBlob('samples/cup-square.webp') }]);
  expect(results).toMatchObject([{ status: 201 }]);
  await vitrine.session.end();
  expect(await wordOf(vitrine.whoAmI())).toBe('token-missing');
  await vitrine.session.end();
  expect(browser.sent.filter((headers) => headers.has('Authorization'))).toEqual([]);
});

it('begins no session with a token that is none [CLI-18]', async () => {
  const vitrine = new Vitrine({ url: inject('origin'), fetch: browserFetch().fetch });
  expect(await wordOf(vitrine.session.begin('not-a-token'))).toBe('token-unknown');
});
