import { API_NAMES, isApiName, SCOPES, type Access } from '../model/access.ts';
import { parseSettings } from '../model/settings.ts';
import type { Store } from '../model/store.ts';
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

/** Parses a store from the JSON in tokens and in the view `store_json`. */
export function toStore(json: string): Store {
  const { id, hash, name, ...parsed } = storeSchema.parse(JSON.parse(json));
  const settings = parseSettings(parsed.settings);
  const { settings_version: settingsVersion, settings_changed_at: settingsChangedAtMs } = parsed;
  return { id, hash, name, settings, settingsVersion, settingsChangedAtMs, hasWebhooks: parsed.has_webhooks === 1 };
}

const accessRowSchema = z.object({
  token_id: z.string(),
  token_label: z.string(),
  scope: z.enum(SCOPES),
  apis: z.nullable(z.string()),
  store: z.string(),
});
const apisSchema = z.array(z.string());

/** Parses a row with the columns of ACCESS_COLUMNS. */
export function toAccess(row: Row): Access {
  const { token_id: id, token_label: label, scope, apis, store } = accessRowSchema.parse(row);
  const actor = { token: { id, label }, jobId: undefined, api: undefined };
  return { scope, apis: toApis(apis), store: toStore(store), actor };
}

/**
 * Parses the APIs that a token works for; null: all of them. A name that a later build has written is of an API that
 * this one does not have.
 */
export const toApis = (json: string | null): Access['apis'] =>
  json === null ? API_NAMES : apisSchema.parse(JSON.parse(json)).filter(isApiName);
