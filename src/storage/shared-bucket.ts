import type { NamedObject } from '../jobs/check-file.ts';
import type { CheckStore } from '../jobs/check-storage.ts';
import type { WalkedPrefix } from '../jobs/sweep-storage.ts';
import type { Database } from '../platform/database.ts';
import { int } from '../platform/cells.ts';
import { D1CheckStore } from './check-store.ts';
import { D1SweepStore } from './sweep-store.ts';

/**
 * The port of a walk through the bucket that several shards share. What only one of them refers to is in use, so all of
 * them are asked, and nothing is removed where one does not answer.
 */
export class SharedBucketSweepStore extends D1SweepStore {
  readonly #shards: readonly Database[];
  readonly #directory: Database;

  /** @param shards all of them; the walk keeps its place in the first one, which has the directory. */
  constructor(directory: Database, others: readonly Database[]) {
    super(directory);
    this.#directory = directory;
    this.#shards = [directory, ...others];
  }

  override async unreferenced(prefix: WalkedPrefix, keys: readonly string[]): Promise<readonly string[]> {
    const before = await readEpoch(this.#directory);
    const orphans = await unreferencedIn(this.#shards, prefix, keys);
    // The rows of a store that moves may have been in neither shard as it was asked: what has been found counts only
    // where no move began or ended meanwhile. The next round asks again.
    if (orphans.length > 0 && (await readEpoch(this.#directory)) !== before)
      throw new Error('A store was moved meanwhile.');
    return orphans;
  }
}

/** Returns the keys that no shard refers to. */
async function unreferencedIn(
  shards: readonly Database[],
  prefix: WalkedPrefix,
  keys: readonly string[],
): Promise<readonly string[]> {
  const answers = await Promise.all(
    shards.map(async (database) => new Set(await new D1SweepStore(database).unreferenced(prefix, keys))),
  );
  return keys.filter((key) => answers.every((unreferenced) => unreferenced.has(key)));
}

async function readEpoch(directory: Database): Promise<number> {
  const [row] = await directory.query('SELECT coalesce(max(epoch), 0) AS epoch FROM shard_epochs');
  return int(row?.['epoch']);
}

/** The port of the check where several shards share the bucket. */
export class SharedBucketCheckStore implements CheckStore {
  readonly #shards: readonly Database[];
  readonly #stores: readonly D1CheckStore[];

  /** @param shards all of them, the default one first. */
  constructor(shards: readonly Database[]) {
    this.#shards = shards;
    this.#stores = shards.map((database) => new D1CheckStore(database));
  }

  async namedObjects(after: string, upTo: string, limit: number): Promise<readonly NamedObject[]> {
    const named = await Promise.all(this.#stores.map((store) => store.namedObjects(after, upTo, limit)));
    // A store that is being moved is in two shards, and in one of them by a name that no store can have.
    const byKey = new Map(
      named
        .flat()
        .filter(({ storeHash }) => !storeHash.includes(':'))
        .map((object) => [object.key, object]),
    );
    return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit);
  }

  async orphans(prefix: WalkedPrefix, keys: readonly string[]): Promise<readonly string[]> {
    let left = await unreferencedIn(this.#shards, prefix, keys);
    for (const store of this.#stores) left = left.length === 0 ? left : await store.orphans(prefix, left);
    return left;
  }

  async shownBy(originalKey: string): Promise<string> {
    const said = await Promise.all(this.#stores.map((store) => store.shownBy(originalKey)));
    return said.find((places) => places.startsWith('shown by')) ?? 'nothing shows it';
  }

  async setAside(originalKey: string): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.setAside(originalKey)));
  }

  async correctSize(originalKey: string, byteCount: number): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.correctSize(originalKey, byteCount)));
  }

  async queueForSweep(keys: readonly string[]): Promise<void> {
    await this.#stores[0]?.queueForSweep(keys);
  }
}
