import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Webhook } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { EndlessList } from '../lists/endless-list.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { TextField } from '../ui/fields.tsx';
import { Form } from '../ui/form.tsx';
import { AdminList } from './admin-list.tsx';
import { Deliveries } from './deliveries.tsx';
import { showSecret } from './secret-dialog.tsx';

/** Whom the service tells of what happens, and what was sent. */
export function WebhooksSection(): JSX.Element {
  const texts = t.value.settings.webhooks;
  const list = useMemo(openWebhooks, []);
  return (
    <AdminList
      list={list}
      intro={texts.intro}
      none={texts.none}
      form={<NewWebhook list={list} />}
      row={(webhook) => <WebhookRow key={webhook.id} webhook={webhook} list={list} />}
    />
  );
}

const openWebhooks = (): EndlessList<Webhook> =>
  new EndlessList<Webhook>(async (cursor) => {
    const { value } = await vitrine.webhooks.list({ cursor }).pages().next();
    return value ?? { items: [], next: null };
  });

interface WebhookRowProps {
  readonly webhook: Webhook;
  readonly list: EndlessList<Webhook>;
}

function WebhookRow({ webhook, list }: WebhookRowProps): JSX.Element {
  const texts = t.value.settings.webhooks;
  const { id, url, events, productId, status, disabledReason } = webhook;
  const isOpen = useSignal(false);
  const setStatus = async (wanted: Webhook['status']): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    await act(
      async () => await call(async () => await vitrine.webhooks.update(id, { status: wanted }, { idempotencyKey })),
    );
    await list.restart();
  };
  const remove = async (): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    await act(async () => await call(async () => await vitrine.webhooks.delete(id, { idempotencyKey })));
    await list.restart();
  };
  return (
    <li class="row row-tall">
      <div class="row-text">
        <strong>{url}</strong>{' '}
        <span class={status === 'active' ? 'badge' : 'badge badge-warning'}>{texts[status]}</span>
        <div class="hint">
          {events.join(', ')}
          {productId !== null && `, ${t.value.products.product(String(productId))}`}
        </div>
        {disabledReason !== null && <div class="failure">{disabledReason}</div>}
        <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
          <summary>{texts.deliveries}</summary>
          {isOpen.value && <Deliveries webhookId={id} />}
        </details>
      </div>
      <button type="button" class="button" onClick={() => void setStatus(status === 'active' ? 'disabled' : 'active')}>
        {status === 'active' ? texts.disable : texts.enable}
      </button>
      <ConfirmButton action={t.value.common.delete} question={texts.deleteConfirm(url)} onConfirm={remove} />
    </li>
  );
}

function NewWebhook({ list }: { readonly list: EndlessList<Webhook> }): JSX.Element {
  const texts = t.value.settings.webhooks;
  const url = useSignal('');
  const events = useSignal('images.*');
  const product = useSignal('');
  const create = async (): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    const patterns = events.value.split(',').map((each) => each.trim());
    const productId = product.value === '' ? undefined : Number(product.value);
    const body = { url: url.value.trim(), events: patterns.filter(Boolean), productId };
    await act(async () => {
      const { secret } = await call(async () => await vitrine.webhooks.create(body, { idempotencyKey }));
      showSecret(body.url, texts.secret, secret);
      url.value = '';
      await list.restart();
    });
  };
  return (
    <Form class="inline-form" onSubmit={create}>
      <TextField label={texts.url} value={url} type="url" isRequired />
      <TextField label={texts.events} hint={texts.eventsHint} value={events} isRequired />
      <TextField label={texts.product} value={product} type="number" min={1} />
      <button type="submit" class="button button-primary">
        {t.value.common.create}
      </button>
    </Form>
  );
}
