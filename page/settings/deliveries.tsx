import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Delivery } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { toast } from '../ui/toasts.tsx';

/** What was sent to a webhook and what waits, the last first, and how each attempt ended. */
export function Deliveries({ webhookId }: { readonly webhookId: number }): JSX.Element {
  const texts = t.value.settings.webhooks;
  const list = useMemo(
    () =>
      new EndlessList<Delivery>(async (cursor) => {
        const { value } = await vitrine.webhooks.deliveries(webhookId, { cursor }).pages().next();
        return value ?? { items: [], next: null };
      }),
    [webhookId],
  );
  useEffect(() => void list.more(), [list]);
  const replay = async (seq: number): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    const isDone = await act(
      async () => await call(async () => await vitrine.webhooks.replay(webhookId, seq - 1, { idempotencyKey })),
    );
    if (isDone) toast({ text: texts.replayed });
    await list.restart();
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void list.restart()}>
        {t.value.common.refresh}
      </button>
      <ul class="deliveries">
        {list.items.value.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryLine delivery={delivery} onReplay={() => void replay(delivery.seq)} />
          </li>
        ))}
      </ul>
      {list.items.value.length === 0 && list.isAtEnd.value && <p class="hint">{texts.noDeliveries}</p>}
      <EndlessEnd list={list} />
    </>
  );
}

function DeliveryLine(props: { readonly delivery: Delivery; readonly onReplay: () => void }): JSX.Element {
  const texts = t.value.settings.webhooks;
  const { type, status, at, attempts } = props.delivery;
  const last = attempts.at(-1);
  return (
    <>
      <span class={status === 'given-up' ? 'badge badge-warning' : 'badge'}>{texts.statuses[status]}</span>{' '}
      <code>{type}</code> {formatTime(at)}
      <div class="hint">
        {texts.attempts(attempts.length)}
        {last && `: ${last.outcome}`}
      </div>
      <button type="button" class="button" onClick={props.onReplay}>
        {texts.replay}
      </button>
    </>
  );
}
