import * as z from 'zod';
import type { Access } from '../model/access.ts';
import { parseSettings } from '../model/settings.ts';
import type { Store } from '../model/store.ts';
import type { Row } from '../platform/database.ts';

const storeSchema = z.object({
  id: z.int(),
  hash: z.string(),
  name: z.string(),
  settings: z.string(),
  settings_version: z.int(),
  settings_changed_at: z.int(),
});

/** A token's row carries its store as JSON, which triggers keep (docs/decisions/026-access-in-one-row.md). */
export const ACCESS_COLUMNS = 't.scope, t.store';

/** Reads a store as JSON, as tokens carry it and the view `store_json` has it. */
export function toStore(json: string): Store {
  const { id, hash, name, ...parsed } = storeSchema.parse(JSON.parse(json));
  const settings = parseSettings(parsed.settings);
  const { settings_version: settingsVersion, settings_changed_at: settingsChangedAtMs } = parsed;
  return { id, hash, name, settings, settingsVersion, settingsChangedAtMs };
}

const accessRowSchema = z.object({ scope: z.enum(['modify', 'read']), store: z.string() });

/** Reads the columns of ACCESS_COLUMNS. */
export function toAccess(row: Row): Access {
  const { scope, store } = accessRowSchema.parse(row);
  return { scope, store: toStore(store) };
}
