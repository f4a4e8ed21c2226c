import { discard } from '../ingest/collect.ts';
import { startDeadline } from '../platform/deadline.ts';
import { checkUrl, type UrlRules } from '../ingest/remote-rules.ts';
import type { FetchFunction } from '../ingest/remote-redirects.ts';
import { DELIVERY_TIMEOUT_MS } from './limits.ts';
import type { WebhookMessage } from './webhooks.ts';

/** What came of an attempt, in a sentence for the record. */
export interface Posted {
  readonly isDelivered: boolean;
  readonly outcome: string;
}

/** Posts a webhook under the rules of image_url; a redirect is not followed, for it was not registered. Never throws. */
export async function postWebhook(
  url: string,
  { body, headers }: WebhookMessage,
  rules: UrlRules,
  fetcher: FetchFunction = (target, init) => fetch(target, init),
): Promise<Posted> {
  const checked = checkUrl(url, rules);
  if (!checked.ok) return { isDelivered: false, outcome: 'The URL may not be called.' };
  const deadline = startDeadline(DELIVERY_TIMEOUT_MS);
  try {
    const request = fetcher(checked.value.href, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: deadline.signal,
    });
    const response = await deadline.before(request);
    if (response === undefined) return { isDelivered: false, outcome: 'No answer in time.' };
    discard(response.body);
    return { isDelivered: response.ok, outcome: `Status ${response.status}.` };
  } catch {
    return { isDelivered: false, outcome: 'The server could not be reached.' };
  } finally {
    deadline.clear();
  }
}
