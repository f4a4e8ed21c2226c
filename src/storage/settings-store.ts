import type { KeyedRequest } from '../catalogue/commands.ts';
import type { SettingsStore, StoreChange, StoreChanged, StoreUsage } from '../catalogue/store-settings.ts';
import type { Access } from '../model/access.ts';
import { parseSettings } from '../model/settings.ts';
import type { StoreSettings } from '../model/store.ts';
import type { Database, SqlValue } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { REFUSED } from './idempotent-write.ts';
import { runStoreWrite } from './store-write.ts';
import { countUsage, toUsage, usageStatement } from './usage-store.ts';

const outcomeSchema = z.object({ name: z.string(), settings: z.string(), version: z.int() });

/** Selects the media ?4 of the library of store ?1. */
const PLACEHOLDER = 'SELECT 1 FROM media WHERE store_id = ?1 AND id = ?4 AND trashed_at IS NULL';

/**
 * Selects a product of store ?1 of which an image has a text in the language ?5 beside that of the default language. What
 * those of gallery shop have, their product counts; only products with others have images that are read.
 */
const TEXT_BESIDE = `SELECT 1 FROM products AS p WHERE p.store_id = ?1
  AND (json_extract(p.shop_alts, '$."' || ?5 || '"') IS NOT NULL
    OR (p.image_count > json_array_length(p.shop_image_ids) AND EXISTS (SELECT 1 FROM product_images AS i
      WHERE i.store_id = p.store_id AND i.product_id = p.id AND i.gallery <> 'shop'
        AND EXISTS (SELECT 1 FROM json_each(i.alts) WHERE key = ?5))))`;

/** The settings of stores on D1. */
export class D1SettingsStore implements SettingsStore {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async usageOf(storeId: number): Promise<StoreUsage> {
    const nowMs = this.#nowMs();
    const [rows] = await this.#database.batch([usageStatement(storeId, nowMs)]);
    return toUsage(rows?.[0], nowMs) ?? (await countUsage(this.#database, storeId, nowMs));
  }

  async write(
    caller: Pick<Access, 'store' | 'actor'>,
    { name, settings }: StoreChange,
    idempotency: KeyedRequest | undefined,
    allowedVersions: readonly number[] | undefined,
  ): Promise<StoreChanged> {
    const storeId = caller.store.id;
    const mediaId = typeof settings['placeholderMediaId'] === 'number' ? settings['placeholderMediaId'] : null;
    const language = newDefaultLanguage(caller.store.settings, settings);
    const changed = JSON.stringify([...(name === undefined ? [] : ['name']), ...Object.keys(settings)]);
    const written = await runStoreWrite(this.#database, {
      caller,
      scope: 'v1:store',
      idempotency,
      atMs: this.#nowMs(),
      type: 'settings.updated',
      change: {
        sql: `(SELECT json_object('settings', json(?3), 'before', json_object('name', name, 'settings', json(settings)))
          FROM stores WHERE id = ?1 AND (?2 IS NULL OR settings_version IN (SELECT value FROM json_each(?2)))
            AND (?4 IS NULL OR EXISTS (${PLACEHOLDER})) AND (?5 IS NULL OR NOT EXISTS (${TEXT_BESIDE})))`,
        values: [
          storeId,
          allowedVersions === undefined ? null : JSON.stringify(allowedVersions),
          changed,
          mediaId,
          language,
        ],
      },
      statements: [
        {
          sql: 'UPDATE stores SET name = coalesce(?2, name), settings = json_patch(settings, ?3) WHERE id = ?1',
          values: [storeId, name ?? null, JSON.stringify(settings)],
        },
      ],
      outcome: {
        sql: `(SELECT json_object('name', name, 'settings', settings, 'version', settings_version) FROM stores WHERE id = ?1)`,
        values: [storeId],
      },
      refusals: [REFUSED],
    });
    if (written.kind === 'refused') return { kind: await this.#whyRefused([storeId, null, null, mediaId, language]) };
    if (written.kind === 'key-reused') return written;
    const outcome = outcomeSchema.parse(written.outcome);
    const store = { name: outcome.name, settings: parseSettings(outcome.settings), settingsVersion: outcome.version };
    return { kind: 'written', store, isReplay: written.isReplay };
  }

  /** Says which of the conditions on a change does not hold. */
  async #whyRefused(values: readonly SqlValue[]): Promise<Exclude<StoreChanged['kind'], 'written' | 'key-reused'>> {
    const [media = [], texts = []] = await this.#database.batch([
      { sql: PLACEHOLDER, values: values.slice(0, 4) },
      { sql: `${TEXT_BESIDE} LIMIT 1`, values },
    ]);
    if (values[3] !== null && media.length === 0) return 'media-missing';
    return texts.length > 0 ? 'language-in-use' : 'changed';
  }
}

/** Returns the language that a change makes the default one; null where that stays. */
function newDefaultLanguage(before: StoreSettings, { languages }: StoreChange['settings']): string | null {
  const first: unknown = Array.isArray(languages) ? languages[0] : undefined;
  return typeof first === 'string' && first !== before.languages[0] ? first : null;
}
