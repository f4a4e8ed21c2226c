import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { CreateTokenBody, Token } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { formatAgo, formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { confirm } from '../ui/confirm.tsx';
import { showSecret } from './secret-dialog.tsx';

const SCOPES = ['read', 'write', 'admin'] as const;

/** The APIs by the names that a new token takes; BigCommerce's versions are one. */
const APIS = ['v1', 'bigcommerce', 'shoptet', 'store'] as const;

/** Who may do what in the store. */
export function TokensSection(): JSX.Element {
  const texts = t.value.settings.tokens;
  const list = useMemo(openTokens, []);
  useEffect(() => {
    if (session.isAdmin.value) void list.more();
  }, [list]);
  if (!session.isAdmin.value) return <p>{t.value.settings.adminNeeded}</p>;
  return (
    <>
      <p>{texts.intro}</p>
      <NewToken list={list} />
      <ul class="rows">
        {list.items.value.map((token) => (
          <TokenRow key={token.id} token={token} list={list} />
        ))}
      </ul>
      <EndlessEnd list={list} />
    </>
  );
}

const openTokens = (): EndlessList<Token> =>
  new EndlessList<Token>(async () => ({ items: await vitrine.tokens.list().toArray(), next: null }));

function TokenRow({ token, list }: { readonly token: Token; readonly list: EndlessList<Token> }): JSX.Element {
  const texts = t.value.settings.tokens;
  const { id, label, scope, apis, createdAt, expiresAt } = token;
  const isOwn = session.who.value?.tokenId === id;
  const revoke = async (): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    await act(async () => await call(async () => await vitrine.tokens.revoke(id, { idempotencyKey })));
    await list.restart();
  };
  return (
    <li class="row">
      <div class="row-text">
        <strong>{label}</strong> {isOwn && <span class="badge">{texts.own}</span>}
        <div>
          {texts.scopes[scope]}; {apis.length >= 5 ? texts.allApis : apis.join(', ')}
        </div>
        <div class="hint">
          {texts.made(formatAgo(createdAt))}
          {expiresAt !== null && `, ${texts.until(formatTime(expiresAt))}`}
        </div>
      </div>
      <button
        type="button"
        class="button button-danger"
        disabled={isOwn}
        title={isOwn ? texts.ownStays : undefined}
        aria-label={texts.revokeNamed(label)}
        onClick={() =>
          confirm({
            title: texts.revoke,
            text: texts.revokeConfirm(label),
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

function NewToken({ list }: { readonly list: EndlessList<Token> }): JSX.Element {
  const texts = t.value.settings.tokens;
  const label = useSignal('');
  const scope = useSignal<(typeof SCOPES)[number]>('write');
  const apis = useSignal<readonly (typeof APIS)[number][]>([]);
  const until = useSignal('');
  const create = async (): Promise<void> => {
    const body: CreateTokenBody = {
      label: label.value,
      scope: scope.value,
      apis: apis.value.length === 0 ? undefined : apis.value,
      expiresAt: until.value === '' ? undefined : new Date(until.value).toISOString(),
    };
    const idempotencyKey = crypto.randomUUID();
    await act(async () => {
      const { token } = await call(async () => await vitrine.tokens.create(body, { idempotencyKey }));
      showSecret(label.value, texts.secret, token);
      label.value = '';
      await list.restart();
    });
  };
  return (
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
      <label class="field">
        <span>{texts.scope}</span>
        <select
          value={scope.value}
          onChange={({ currentTarget: { value } }) => (scope.value = SCOPES.find((each) => each === value) ?? 'read')}
        >
          {SCOPES.map((each) => (
            <option key={each} value={each}>
              {texts.scopes[each]}
            </option>
          ))}
        </select>
      </label>
      <div class="field field-wide" role="group" aria-label={texts.apis}>
        <span>
          {texts.apis} {apis.value.length === 0 && `(${texts.allApis})`}
        </span>
        <span class="filter-chips">
          {APIS.map((each) => (
            <button
              key={each}
              type="button"
              class="chip"
              aria-pressed={apis.value.includes(each)}
              onClick={() => {
                const others = apis.value.filter((api) => api !== each);
                apis.value = others.length < apis.value.length ? others : [...others, each];
              }}
            >
              {each}
            </button>
          ))}
        </span>
      </div>
      <label class="field">
        <span>
          {texts.expires} {until.value === '' && `(${texts.never})`}
        </span>
        <input
          type="datetime-local"
          value={until}
          onInput={({ currentTarget }) => (until.value = currentTarget.value)}
        />
      </label>
      <button type="submit" class="button button-primary">
        {t.value.common.create}
      </button>
    </form>
  );
}
