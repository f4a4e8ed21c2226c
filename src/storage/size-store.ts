import type { KeyedRequest } from '../catalogue/commands.ts';
import type { WithAccess } from '../catalogue/image-reads.ts';
import type { OfferedSize, SizesChange, SizeStore, SizesWritten, StoreSizes } from '../catalogue/sizes.ts';
import type { Access } from '../model/access.ts';
import { parseSettings } from '../model/settings.ts';
import type { Database } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { REFUSED } from './idempotent-write.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { runStoreWrite } from './store-write.ts';

const offeredSchema = z.object({ name: z.string(), size: z.string() });
const outcomeSchema = z.object({ settings: z.string(), version: z.int(), offered: z.array(offeredSchema) });

/** Sizes with a name of the own API; those of Shoptet's cuts have others. */
const NAMED = `o.name IS NOT NULL AND o.name NOT GLOB 'cut *'`;
const IN_ORDER = 'ORDER BY o.offered_at, o.size';

/** The sizes of stores on D1. */
export class D1SizeStore implements SizeStore {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async offered(tokenDigest: string): Promise<WithAccess<readonly OfferedSize[]>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows = []] = await this.#database.batch([
      accessStatement(token),
      {
        sql: `SELECT o.name, o.size FROM tokens t JOIN offered_sizes o ON o.store_id = t.store_id
          WHERE ${LIVE_TOKEN} AND ${NAMED} ${IN_ORDER}`,
        values: token,
      },
    ]);
    return { access: readAccess(tokens), value: rows.map((row) => offeredSchema.parse(row)) };
  }

  async write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: SizesChange,
    idempotency: KeyedRequest | undefined,
    allowedVersions: readonly number[] | undefined,
  ): Promise<SizesWritten> {
    const storeId = caller.store.id;
    const written = await runStoreWrite(this.#database, {
      caller,
      scope: 'v1:sizes',
      idempotency,
      atMs: this.#nowMs(),
      type: 'sizes.updated',
      change: {
        sql: `(SELECT json_object('before', json_object('sizes', settings -> '$.sizes', 'presets', settings -> '$.presets'))
          FROM stores WHERE id = ?1 AND (?2 IS NULL OR settings_version IN (SELECT value FROM json_each(?2))))`,
        values: [storeId, allowedVersions === undefined ? null : JSON.stringify(allowedVersions)],
      },
      statements: [
        {
          sql: 'UPDATE stores SET settings = json_patch(settings, ?2) WHERE id = ?1',
          values: [storeId, JSON.stringify(change)],
        },
      ],
      outcome: {
        sql: `(SELECT json_object('settings', settings, 'version', settings_version, 'offered', json((SELECT json_group_array(json_object('name', o.name,
            'size', o.size) ${IN_ORDER}) FROM offered_sizes o WHERE o.store_id = ?1 AND ${NAMED}))) FROM stores WHERE id = ?1)`,
        values: [storeId],
      },
      refusals: ['too_many_sizes', REFUSED],
    });
    if (written.kind === 'refused') return { kind: written.refusal === REFUSED ? 'changed' : 'too-many' };
    if (written.kind === 'key-reused') return written;
    return { kind: 'written', sizes: toStoreSizes(written.outcome), isReplay: written.isReplay };
  }
}

function toStoreSizes(outcome: unknown): StoreSizes {
  const { settings, version, offered } = outcomeSchema.parse(outcome);
  return { settings: parseSettings(settings), version, offered };
}
