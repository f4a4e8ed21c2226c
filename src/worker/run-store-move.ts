import { isShardName, type ShardName } from '../model/shard.ts';
import { noCost } from '../platform/cost.ts';
import { isUnmet } from '../storage/move-guards.ts';
import {
  beginArriving,
  beginLeaving,
  checkCounts,
  clear,
  copyRows,
  hideArrived,
  leave,
  type MoveEnd,
  type MoveRow,
  readMoves,
  settle,
  showArrived,
  stay,
} from '../storage/store-move.ts';
import { appliedMigrations } from '../storage/schema-version.ts';
import { findProof } from '../storage/store-places.ts';
import { openShard, openShards, shardsOf } from './shards.ts';

/** How long one call goes on, and how many calls of the database it makes at most. */
const MAX_CALL_MS = 10_000;
const MAX_CALLS = 400;

/** How long the rows of a store that has left stay for readers who had found it before. */
const LEFT_ROWS_STAY_MS = 60_000;

/** What the operator asks for. */
export interface MoveRequest {
  readonly storeHash: string;
  /** The name of a shard; the one in which the store is takes the move back. */
  readonly to: string;
  /** Takes the move back that is under way, wherever it goes. */
  readonly isAbort: boolean;
}

/** How far a move has come. */
export type MoveReport =
  /** The store lives in the shard. `waitedMs` is for how long it was not written to; undefined where it was there. */
  | { readonly phase: 'moved'; readonly shard: ShardName; readonly waitedMs: number | undefined }
  /** There is more to do: ask again. */
  | { readonly phase: 'copying' | 'clearing' }
  /** What has to be over first will be, in so many seconds: ask again then. */
  | { readonly phase: 'waiting'; readonly seconds: number }
  /** The store lives where it did, and nothing is left of the move. */
  | { readonly phase: 'taken-back'; readonly shard: ShardName }
  | { readonly phase: 'refused'; readonly reason: string }
  /** Something broke, and the move stands where it stood: it can be asked again, or taken back. */
  | { readonly phase: 'failed'; readonly reason: string };

/** The parts that shards have in the moves of a store, and where the store is that is in none. */
interface Situation {
  /** Where the store is: in more than one where a database was taken back to before a move. */
  readonly homes: readonly ShardName[];
  readonly moves: ReadonlyMap<ShardName, MoveRow>;
}

const refused = (reason: string): MoveReport => ({ phase: 'refused', reason });

/** Does what `moveStore` does; what a database or a comparison throws is in the report. */
export async function runStoreMove(env: Cloudflare.Env, request: MoveRequest, nowMs: number): Promise<MoveReport> {
  try {
    return await moveStore(env, request, nowMs);
  } catch (error) {
    console.error({ event: 'move-failed', store: request.storeHash, message: String(error) });
    return { phase: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Goes on with the move of a store, or begins it, for a bounded time. The state is in the databases: it can be killed at any
 * point, and asked again, also by two at once.
 */
async function moveStore(env: Cloudflare.Env, request: MoveRequest, nowMs: number): Promise<MoveReport> {
  const { storeHash, to } = request;
  const mover = new StoreMover(env, nowMs);
  const situation = await mover.look(storeHash);
  const { homes } = situation;
  const [at] = homes;
  const leaving = phaseOf(situation, 'leaving');
  if (homes.length > 1 && leaving === undefined) return refused(`${storeHash} is in ${homes.join(' and in ')}.`);
  if (request.isAbort || leaving?.shard === to) return await mover.takeBack(situation, leaving);
  if (!isShardName(to) || !shardsOf(env).has(to)) {
    return refused(`There is no database ${to}: this service has ${[...shardsOf(env).keys()].join(', ')}.`);
  }
  if (leaving !== undefined) {
    if (leaving.move.otherShard !== to) return refused(`${storeHash} is on its way to ${leaving.move.otherShard}.`);
    return await mover.goOn(leaving, to);
  }
  const left = phaseOf(situation, 'left');
  if (left !== undefined && left.move.otherShard === to) await mover.settle(left, to);
  const home = at ?? (left?.move.otherShard === to ? to : undefined);
  if (home === undefined) return refused(`There is no store ${storeHash}.`);
  if (home === to)
    return { phase: 'moved', shard: to, waitedMs: left && waited(left.move, left.move.leftAtMs ?? nowMs) };
  return await mover.begin(storeHash, home, to, situation);
}

const waited = (move: MoveRow, nowMs: number): number => nowMs - move.beganAtMs;

/** Finds the shard that has a part of this phase in the moves. */
function phaseOf({ moves }: Situation, phase: MoveRow['phase']): { shard: ShardName; move: MoveRow } | undefined {
  for (const [shard, move] of moves) if (move.phase === phase) return { shard, move };
  return undefined;
}

/** One call that moves a store. */
class StoreMover {
  readonly #env: Cloudflare.Env;
  readonly #nowMs: number;
  readonly #cost = noCost();
  readonly #endMs = Date.now() + MAX_CALL_MS;

  constructor(env: Cloudflare.Env, nowMs: number) {
    this.#env = env;
    this.#nowMs = nowMs;
  }

  readonly #isTimeUp = (): boolean => Date.now() >= this.#endMs || this.#cost.d1RoundTrips >= MAX_CALLS;

  #end(shard: ShardName): MoveEnd {
    return { shard, database: openShard(this.#env, shard, this.#cost) };
  }

  get #directory() {
    return openShards(this.#env, this.#cost)[0];
  }

  /** Asks all shards for a store. @throws where one does not answer: what it would have said is not known. */
  async look(hash: string): Promise<Situation> {
    const moves = new Map<ShardName, MoveRow>();
    const homes: ShardName[] = [];
    for (const shard of shardsOf(this.#env).keys()) {
      const { database } = this.#end(shard);
      const [[move], found] = await Promise.all([readMoves(database, hash), findProof(database, 'store', hash)]);
      if (move !== undefined) moves.set(shard, move);
      if (found !== undefined && move?.phase !== 'arriving') homes.push(shard);
    }
    return { homes, moves };
  }

  async begin(hash: string, from: ShardName, to: ShardName, { moves }: Situation): Promise<MoveReport> {
    const rest = moves.get(to);
    if (rest !== undefined) {
      const cleared = await this.#clearRest(to, rest);
      if (cleared !== undefined) return cleared;
    }
    const [source, target] = [this.#end(from), this.#end(to)];
    const [has, needs] = [await appliedMigrations(target.database), await appliedMigrations(source.database)];
    if (has !== needs) return refused(`The schema of ${to} is not ready: apply the migrations to it.`);
    await beginLeaving(source, to, hash, this.#nowMs);
    const [move] = await readMoves(source.database, hash);
    if (move === undefined) return refused(`There is no store ${hash}.`);
    return await this.goOn({ shard: from, move }, to);
  }

  /** Goes on with a move that has begun. */
  async goOn({ shard, move }: { shard: ShardName; move: MoveRow }, to: ShardName): Promise<MoveReport> {
    const [source, target] = [this.#end(shard), this.#end(to)];
    try {
      let [arriving] = await readMoves(target.database, move.hash);
      if (arriving !== undefined && arriving.moveId !== move.moveId) {
        const cleared = await this.#clearRest(to, arriving);
        if (cleared !== undefined) return cleared;
        arriving = undefined;
      }
      if (arriving === undefined) await beginArriving(this.#directory, source, target, move);
      [arriving] = await readMoves(target.database, move.hash);
      if (arriving === undefined || !(await copyRows(source, target, arriving, this.#isTimeUp))) {
        return { phase: 'copying' };
      }
      await checkCounts(source, target, move);
      await showArrived(target, arriving);
      await leave(source, move, this.#nowMs);
      await settle(this.#directory, target, move);
    } catch (error) {
      // Somebody else goes on with it, or took it back: what comes of that is seen by asking again.
      const [now] = await readMoves(source.database, move.hash);
      const isOver = now?.moveId !== move.moveId || now.phase !== 'leaving';
      if (isUnmet(error) || isOver) return { phase: 'copying' };
      throw error;
    }
    return { phase: 'moved', shard: to, waitedMs: waited(move, Date.now()) };
  }

  /** Has a store that left live where it went: what a call that was killed may not have come to. */
  async settle({ move }: { move: MoveRow }, to: ShardName): Promise<void> {
    await settle(this.#directory, this.#end(to), move);
  }

  async takeBack(situation: Situation, leaving: { shard: ShardName; move: MoveRow } | undefined): Promise<MoveReport> {
    if (leaving !== undefined) {
      const other = leaving.move.otherShard;
      if (!isShardName(other)) return refused(`There is no database ${other}.`);
      const target = this.#end(other);
      const [arriving] = await readMoves(target.database, leaving.move.hash);
      if (arriving?.phase === 'arriving') await hideArrived(target, arriving);
      await stay(this.#end(leaving.shard), leaving.move);
      return await this.takeBack(await this.look(leaving.move.hash), undefined);
    }
    const {
      homes: [home],
      moves,
    } = situation;
    if (home === undefined) return refused('There is no such store.');
    for (const [shard, move] of moves) {
      if (move.phase === 'left') return refused(`It has moved to ${home}: move it back instead.`);
      const cleared = await this.#clearRest(shard, move);
      if (cleared !== undefined) return cleared;
    }
    return { phase: 'taken-back', shard: home };
  }

  /** Removes what is left in a shard of an earlier move; returns a report where that takes longer. */
  async #clearRest(shard: ShardName, move: MoveRow): Promise<MoveReport | undefined> {
    const staysMs = (move.leftAtMs ?? 0) + LEFT_ROWS_STAY_MS - this.#nowMs;
    if (move.phase === 'left' && staysMs > 0) return { phase: 'waiting', seconds: Math.ceil(staysMs / 1000) };
    const end = this.#end(shard);
    if (move.phase === 'arriving') await hideArrived(end, move);
    const isClear = await clear(this.#directory, end, move, this.#isTimeUp);
    return isClear ? undefined : { phase: 'clearing' };
  }

  /** Does what moves have left to be done in one shard. */
  async tidy(shard: ShardName): Promise<void> {
    for (const move of await readMoves(this.#end(shard).database)) {
      const { phase, otherShard } = move;
      if (phase === 'left' && isShardName(otherShard)) await this.settle({ move }, otherShard);
      if (phase === 'left' || phase === 'back') await this.#clearRest(shard, move);
      else if (this.#nowMs - move.beganAtMs > STANDS_STILL_MS) {
        console.warn({ event: 'move-unfinished', store: move.hash, shard, phase });
      }
    }
  }
}

/** A move that began so long ago is reported with each run of the schedule: meanwhile nobody can write to the store. */
const STANDS_STILL_MS = 60 * 60 * 1000;

/** Lets stores that have moved be written to, and removes their rows from where they were, for the schedule. */
export async function tidyMoves(env: Cloudflare.Env, nowMs: number): Promise<void> {
  const mover = new StoreMover(env, nowMs);
  for (const shard of shardsOf(env).keys()) {
    try {
      await mover.tidy(shard);
    } catch (error) {
      console.error({ event: 'schedule-failed', part: 'moves', shard, message: String(error) });
    }
  }
}
