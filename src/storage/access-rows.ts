import { API_NAMES, isApiName, isScope, type Access, type Scope } from '../model/access.ts';
import { parseSettings } from '../model/settings.ts';
import type { Store } from '../model/store.ts';
import { text, textOrNull } from '../platform/cells.ts';
import type { Row } from '../platform/database.ts';
import * as z from '../platform/schema.ts';

const storeSchema = z.object({
  id: z.int(),
  hash: z.string(),
  name: z.string(),
  settings: z.string(),
  settings_version: z.int(),
  settings_changed_at: z.int(),
  has_webhooks: z.int(),
});

/** The columns that `toAccess` reads. Triggers keep a copy of the store in its tokens (docs/decisions/026). */
export const ACCESS_COLUMNS = 't.id AS token_id, t.label AS token_label, t.scope, t.apis, t.store';

/** The most stores that are remembered. */
const MAX_REMEMBERED = 500;

/** What texts of stores have been parsed to. A store that changes has another text, so nothing here can be old. */
const remembered = new Map<string, Store>();

/** Parses a store from the JSON in tokens and in the view `store_json`. The same text gives the same object. */
export function toStore(json: string): Store {
  const known = remembered.get(json);
  if (known !== undefined) return known;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const store = parseStore(json);
  remembered.set(json, store);
  return store;
}

function parseStore(json: string): Store {
  const { id, hash, name, ...parsed } = storeSchema.parse(JSON.parse(json));
  const settings = parseSettings(parsed.settings);
  const { settings_version: settingsVersion, settings_changed_at: settingsChangedAtMs } = parsed;
  return { id, hash, name, settings, settingsVersion, settingsChangedAtMs, hasWebhooks: parsed.has_webhooks === 1 };
}

const apisSchema = z.array(z.string());

/** Parses a row with the columns of ACCESS_COLUMNS. */
export function toAccess(row: Row): Access {
  const token = { id: text(row['token_id']), label: text(row['token_label']) };
  return {
    scope: toScope(row['scope']),
    apis: toApis(textOrNull(row['apis'])),
    store: toStore(text(row['store'])),
    actor: { token, jobId: undefined, api: undefined },
  };
}

function toScope(cell: unknown): Scope {
  const scope = text(cell);
  if (!isScope(scope)) throw new TypeError(`The database returned a scope ${scope}.`);
  return scope;
}

/**
 * Parses the APIs that a token works for; null: all of them. A name that a later build has written is of an API that
 * this one does not have.
 */
export const toApis = (json: string | null): Access['apis'] =>
  json === null ? API_NAMES : apisSchema.parse(JSON.parse(json)).filter(isApiName);
