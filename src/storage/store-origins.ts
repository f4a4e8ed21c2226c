import type { OriginReads } from '../catalogue/origin-reads.ts';
import type { Database } from '../platform/database.ts';

/** The web origins of all stores on D1. Triggers keep them as the settings say (docs/storage.md). */
export class D1StoreOrigins implements OriginReads {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async isNamed(origin: string): Promise<boolean> {
    const rows = await this.#database.query('SELECT 1 FROM store_origins WHERE origin = ?1 LIMIT 1', origin);
    return rows.length > 0;
  }
}
