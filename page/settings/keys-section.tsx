import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { SigningKey } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { formatAgo } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { confirm } from '../ui/confirm.tsx';
import { showSecret } from './secret-dialog.tsx';

/** The keys with which the store signs addresses of pictures by itself. */
export function KeysSection(): JSX.Element {
  const texts = t.value.settings.keys;
  const list = useMemo(openKeys, []);
  const label = useSignal('');
  useEffect(() => {
    if (session.isAdmin.value) void list.more();
  }, [list]);
  if (!session.isAdmin.value) return <p>{t.value.settings.adminNeeded}</p>;
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
    <>
      <p>{texts.intro}</p>
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <label class="field">
          <span>{texts.label}</span>
          <input required value={label} onInput={({ currentTarget }) => (label.value = currentTarget.value)} />
        </label>
        <button type="submit" class="button button-primary">
          {t.value.common.create}
        </button>
      </form>
      <ul class="rows">
        {list.items.value.map((key) => (
          <KeyRow key={key.id} signingKey={key} list={list} />
        ))}
      </ul>
      {list.items.value.length === 0 && list.isAtEnd.value && <p class="hint">{texts.none}</p>}
      <EndlessEnd list={list} />
    </>
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
      <button
        type="button"
        class="button button-danger"
        aria-label={texts.revokeNamed(label)}
        onClick={() =>
          confirm({
            title: texts.revoke,
            text: keys.revokeConfirm(label),
            action: texts.revoke,
            onConfirm: () => void revoke(),
          })
        }
      >
        {texts.revoke}
      </button>
    </li>
  );
}
