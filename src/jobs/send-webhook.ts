import { cancelStream } from '../ingest/read-stream.ts';
import type { FetchFunction } from '../ingest/follow-redirects.ts';
import { checkUrl, type UrlRules } from '../ingest/url-rules.ts';
import { startDeadline } from '../platform/deadline.ts';
import type { SendResult, WebhookMessage } from './deliveries.ts';
import { DELIVERY_TIMEOUT_MS } from './limits.ts';

/**
 * Sends a webhook by POST under the same rules as image_url. Redirects are not followed, because their target was not
 * registered. Never throws.
 */
export async function sendWebhook(
  url: string,
  { body, headers }: WebhookMessage,
  rules: UrlRules,
  fetcher: FetchFunction = (target, init) => fetch(target, init),
): Promise<SendResult> {
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
    cancelStream(response.body);
    return { isDelivered: response.ok, outcome: `Status ${response.status}.` };
  } catch {
    return { isDelivered: false, outcome: 'The server could not be reached.' };
  } finally {
    deadline.clear();
  }
}
