import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CreateTokenBody, Token } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { EndlessList } from '../lists/endless-list.ts';
import { formatAgo, formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { SelectField, TextField } from '../ui/fields.tsx';
import { Form } from '../ui/form.tsx';
import { AdminList } from './admin-list.tsx';
import { showSecret } from './secret-dialog.tsx';

const SCOPES = ['read', 'write', 'admin'] as const;

/** The APIs by the names that a new token takes; BigCommerce's versions are one. */
const APIS = ['v1', 'bigcommerce', 'shoptet', 'store'] as const;

/** Who may do what in the store. */
export function TokensSection(): JSX.Element {
  const list = useMemo(openTokens, []);
  return (
    <AdminList
      list={list}
      intro={t.value.settings.tokens.intro}
      form={<NewToken list={list} />}
      row={(token) => <TokenRow key={token.id} token={token} list={list} />}
    />
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
      <ConfirmButton
        action={texts.revoke}
        label={texts.revokeNamed(label)}
        question={texts.revokeConfirm(label)}
        isDisabled={isOwn}
        title={isOwn ? texts.ownStays : undefined}
        onConfirm={revoke}
      />
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
    <Form class="inline-form" onSubmit={create}>
      <TextField label={texts.label} value={label} isRequired />
      <SelectField label={texts.scope} value={scope} options={SCOPES.map((each) => [each, texts.scopes[each]])} />
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
      <TextField
        label={until.value === '' ? `${texts.expires} (${texts.never})` : texts.expires}
        value={until}
        type="datetime-local"
      />
      <button type="submit" class="button button-primary">
        {t.value.common.create}
      </button>
    </Form>
  );
}
