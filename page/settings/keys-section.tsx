import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SigningKey } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { EndlessList } from '../lists/endless-list.ts';
import { formatAgo } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { TextField } from '../ui/fields.tsx';
import { Form } from '../ui/form.tsx';
import { AdminList } from './admin-list.tsx';
import { showSecret } from './secret-dialog.tsx';

/** The keys with which the store signs addresses of pictures by itself. */
export function KeysSection(): JSX.Element {
  const texts = t.value.settings.keys;
  const list = useMemo(openKeys, []);
  return (
    <AdminList
      list={list}
      intro={texts.intro}
      none={texts.none}
      form={<NewKey list={list} />}
      row={(key) => <KeyRow key={key.id} signingKey={key} list={list} />}
    />
  );
}

function NewKey({ list }: { readonly list: EndlessList<SigningKey> }): JSX.Element {
  const texts = t.value.settings.keys;
  const label = useSignal('');
  const create = async (): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    await act(async () => {
      const { id, secret } = await call(async () => await vitrine.signingKeys.create(label.value, { idempotencyKey }));
      showSecret(`${label.value} (${id})`, texts.secret, secret);
      label.value = '';
      await list.restart();
    });
  };
  return (
    <Form class="inline-form" onSubmit={create}>
      <TextField label={texts.label} value={label} isRequired />
      <button type="submit" class="button button-primary">
        {t.value.common.create}
      </button>
    </Form>
  );
}

const openKeys = (): EndlessList<SigningKey> =>
  new EndlessList<SigningKey>(async () => ({ items: await vitrine.signingKeys.list().toArray(), next: null }));

interface KeyRowProps {
  readonly signingKey: SigningKey;
  readonly list: EndlessList<SigningKey>;
}

function KeyRow({ signingKey: { id, label, createdAt }, list }: KeyRowProps): JSX.Element {
  const revoke = async (): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    await act(async () => await call(async () => await vitrine.signingKeys.revoke(id, { idempotencyKey })));
    await list.restart();
  };
  const { tokens: texts, keys } = t.value.settings;
  return (
    <li class="row">
      <div class="row-text">
        <strong>{label}</strong> <code>{id}</code>
        <div class="hint">{texts.made(formatAgo(createdAt))}</div>
      </div>
      <ConfirmButton
        action={texts.revoke}
        label={texts.revokeNamed(label)}
        question={keys.revokeConfirm(label)}
        onConfirm={revoke}
      />
    </li>
  );
}
