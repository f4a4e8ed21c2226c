import * as z from 'zod';
import { type KeyedRequest, recordOf } from '../catalogue/commands.ts';
import type { WithAccess } from '../catalogue/image-reads.ts';
import type { OfferedSize, SizesChange, SizeStore, SizesWritten, StoreSizes } from '../catalogue/sizes.ts';
import type { Access } from '../model/access.ts';
import { newOperationId } from '../model/ids.ts';
import { parseSettings } from '../model/settings.ts';
import type { Database } from '../platform/database.ts';
import { runIdempotentWrite } from './idempotent-write.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';

const offeredSchema = z.object({ name: z.string(), size: z.string() });
const outcomeSchema = z.object({ settings: z.string(), offered: z.array(offeredSchema) });

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
    { store, actor }: Pick<Access, 'store' | 'actor'>,
    change: SizesChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<SizesWritten> {
    const operationId = newOperationId();
    const record = recordOf('v1:sizes', idempotency, operationId);
    const row = {
      ...{ storeId: store.id, atMs: this.#nowMs(), product: undefined, operationId, record, actor },
      type: 'sizes.updated',
      change: {
        sql: `(SELECT json_object('before', json_object('sizes', settings -> '$.sizes', 'presets', settings -> '$.presets'))
          FROM stores WHERE id = ?1)`,
        values: [store.id],
      },
    } as const;
    const statement = {
      sql: 'UPDATE stores SET settings = json_patch(settings, ?2) WHERE id = ?1',
      values: [store.id, JSON.stringify(change)],
    };
    const outcome = {
      sql: `(SELECT json_object('settings', settings, 'offered', json((SELECT json_group_array(json_object('name', o.name,
          'size', o.size) ${IN_ORDER}) FROM offered_sizes o WHERE o.store_id = ?1 AND ${NAMED}))) FROM stores WHERE id = ?1)`,
      values: [store.id],
    };
    try {
      const written = await runIdempotentWrite(this.#database, { row, statements: [statement], outcome });
      const isReplay = written.kind === 'duplicate-key';
      if (isReplay && written.fingerprint !== record.fingerprint) return { kind: 'key-reused' };
      return { kind: 'written', sizes: toStoreSizes(written.outcome), isReplay };
    } catch (error) {
      if (String(error).includes('too_many_sizes')) return { kind: 'too-many' };
      throw error;
    }
  }
}

function toStoreSizes(outcome: unknown): StoreSizes {
  const { settings, offered } = outcomeSchema.parse(outcome);
  return { settings: parseSettings(settings), offered };
}
