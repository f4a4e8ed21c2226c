import { DEFAULT_SHARD, isShardName, type ShardName } from '../model/shard.ts';
import type { Clue } from './clues.ts';
import { openShard, shardsOf } from './shards.ts';
import { noCost } from '../platform/cost.ts';
import { findProof, readPlaces } from '../storage/store-places.ts';

/** How many tokens and the like an isolate remembers the shard of. */
const MAX_REMEMBERED = 10_000;

/** A shard does not answer that may have what was looked for. */
export class ShardAwayError extends Error {
  readonly shard: ShardName;

  constructor(shard: ShardName) {
    super(`${shard} does not answer.`);
    this.shard = shard;
  }
}

/**
 * Knows in which shard a store is: by the directory, which an isolate reads once, and by what it has found out since. What
 * it says may be out of date, as a store can move at any time. The shard itself then has nothing of the store that could
 * be found, and `find` asks all of them.
 */
export class StorePlaces {
  readonly #env: Cloudflare.Env;
  /** Shards by hash and by proof, in the order in which they were found. */
  readonly #places = new Map<string, ShardName>();
  #isLoaded = false;

  constructor(env: Cloudflare.Env) {
    this.#env = env;
  }

  /**
   * Returns the shard in which the store of a request was, as far as this isolate knows: no round trip as a rule. Undefined
   * where nothing is known, and all shards have to be asked.
   */
  async guess({ storeHash, proof }: Clue): Promise<ShardName | undefined> {
    if (storeHash === undefined) return this.#places.get(keyOf(proof));
    await this.#load();
    return this.#places.get(hashKey(storeHash)) ?? DEFAULT_SHARD;
  }

  /**
   * Asks all shards at once, and remembers the one that answers; undefined where none has it.
   *
   * @throws ShardAwayError where none of those that answer has it, and one does not answer.
   */
  async find(proof: Clue['proof']): Promise<ShardName | undefined> {
    const shards = [...shardsOf(this.#env).keys()];
    const asked = await Promise.allSettled(
      shards.map((shard) => findProof(openShard(this.#env, shard, noCost()), proof.kind, proof.value)),
    );
    const index = asked.findIndex((answer) => answer.status === 'fulfilled' && answer.value !== undefined);
    const found = asked[index];
    const shard = shards[index];
    if (shard !== undefined && found?.status === 'fulfilled' && found.value !== undefined) {
      this.#remember(hashKey(found.value), shard);
      // Many stores may name an origin, and any of them may cease to.
      if (proof.kind !== 'origin') this.#remember(keyOf(proof), shard);
      return shard;
    }
    const failed = asked.findIndex((answer) => answer.status === 'rejected');
    if (shards[failed] !== undefined) throw new ShardAwayError(shards[failed]);
    return undefined;
  }

  /** Forgets what it knew of a proof, so that the next request asks. */
  forget(proof: Clue['proof']): void {
    this.#places.delete(keyOf(proof));
  }

  #remember(key: string, shard: ShardName): void {
    this.#places.delete(key);
    this.#places.set(key, shard);
    for (const [oldest] of this.#places) {
      if (this.#places.size <= MAX_REMEMBERED) break;
      this.#places.delete(oldest);
    }
  }

  /** Reads the directory once. Where it cannot be read, stores are found by asking all shards. */
  async #load(): Promise<void> {
    if (this.#isLoaded) return;
    try {
      for (const { hash, shard } of await readPlaces(openShard(this.#env, DEFAULT_SHARD, noCost()), MAX_REMEMBERED)) {
        if (isShardName(shard) && !this.#places.has(hashKey(hash))) this.#remember(hashKey(hash), shard);
      }
      this.#isLoaded = true;
    } catch (error) {
      console.error({ event: 'directory-unread', message: String(error) });
    }
  }
}

const hashKey = (hash: string): string => `store ${hash}`;
const keyOf = ({ kind, value }: Clue['proof']): string => `${kind} ${value}`;

const placesByEnv = new WeakMap<object, StorePlaces>();

/** Returns what this isolate knows of the places of stores. */
export function placesOf(env: Cloudflare.Env): StorePlaces {
  const places = placesByEnv.get(env) ?? new StorePlaces(env);
  placesByEnv.set(env, places);
  return places;
}
