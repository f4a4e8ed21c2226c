import { API_NAMES, type Access, type ApiName, type Scope } from '../../src/model/access.ts';
import type { Actor } from '../../src/model/actor.ts';
import { parseSettings } from '../../src/model/settings.ts';
import type { Store } from '../../src/model/store.ts';

/** A store as a token tells of it, for tests without a database. */
export function storeWith(
  settings: object = {},
  { id, hash }: { readonly id: number; readonly hash: string } = { id: 1, hash: 'shop1' },
): Store {
  return {
    id,
    hash,
    name: '',
    settings: parseSettings(JSON.stringify(settings)),
    settingsVersion: 1,
    settingsChangedAtMs: 0,
    hasWebhooks: false,
  };
}

/** Whom the journal names where a test gives a command itself. */
export const ACTOR: Actor = { token: { id: 'test', label: 'a test' }, jobId: undefined, api: undefined };

/** What a token of that store for all or some of the APIs allows. */
export const accessTo = (store: Store, scope: Scope = 'write', apis: Access['apis'] = API_NAMES): Access => ({
  store,
  scope,
  apis,
  actor: ACTOR,
});

/** The same where a request through that API was let in by it. */
export const through = (access: Access, api: ApiName): Access => ({ ...access, actor: { ...access.actor, api } });
