import { afterEach, expect, it, vi } from 'vitest';
import { DELIVERY_TIMEOUT_MS } from '../../src/jobs/limits.ts';
import { sendWebhook } from '../../src/jobs/send-webhook.ts';

const RULES = { allowedHosts: [], ownHosts: [], maxCharacters: 2000 };

afterEach(() => vi.useRealTimers());

it('an address that does not answer in time is given up, and its connection with it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let signal: AbortSignal | null | undefined;
  const sending = sendWebhook('https://example.com/hook', { body: '{}', headers: {} }, RULES, (_url, init) => {
    signal = init?.signal;
    return new Promise(() => undefined);
  });
  await vi.advanceTimersByTimeAsync(DELIVERY_TIMEOUT_MS - 1);
  expect(signal?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await sending).toEqual({ isDelivered: false, outcome: 'No answer in time.' });
  expect(signal?.aborted).toBe(true);
});

it('an address is posted to without following where it leads', async () => {
  const seen: unknown[] = [];
  await sendWebhook('https://example.com/hook', { body: '{}', headers: { a: 'b' } }, RULES, (url, init) => {
    seen.push([url, init?.method, init?.body, init?.headers, init?.redirect]);
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  expect(seen).toEqual([['https://example.com/hook', 'POST', '{}', { a: 'b' }, 'manual']]);
});
