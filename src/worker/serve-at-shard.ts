import type { Hono } from 'hono';
import { Context } from 'hono';
import type { AppEnv } from '../http/service.ts';
import { drainUnreadBody } from '../ingest/request-body.ts';
import { type Clue, readClue } from './clues.ts';
import { atShard, shardsOf } from './shards.ts';
import { placesOf, type StorePlaces } from './store-places.ts';
import { DEFAULT_SHARD, type ShardName } from '../model/shard.ts';

/**
 * Serves a request at the shard of its store. Where there is a single database, that is all there is to it. Where the
 * answer says that the shard has no such token, picture and so on, all shards are asked, and another one that has it
 * serves the request instead: the store has moved, or is new.
 */
export async function serveAtShard(
  app: Hono<AppEnv>,
  request: Request,
  env: Cloudflare.Env,
  ctx: ExecutionContext,
): Promise<Response> {
  if (shardsOf(env).size === 1) return await app.fetch(request, env, ctx);
  const clue = await readClue(new Context<{ Bindings: Cloudflare.Env }>(request, { env, path: pathOf(request) }));
  const places = placesOf(env);
  const shard = clue === undefined ? DEFAULT_SHARD : await guessShard(places, clue);
  let response = await app.fetch(request, atShard(env, shard), ctx);
  if (clue !== undefined && response.status === clue.missStatus && !request.bodyUsed) {
    const other = await findAgain(places, clue);
    if (other !== undefined && other !== shard) response = await app.fetch(request, atShard(env, other), ctx);
  }
  await drainUnreadBody(request);
  return response;
}

const pathOf = (request: Request): string => new URL(request.url).pathname;

/** Guesses the shard; where one of them does not answer, the default one tells the caller that something is wrong. */
async function guessShard(places: StorePlaces, clue: Clue): Promise<ShardName> {
  try {
    return await places.guess(clue);
  } catch (error) {
    console.error({ event: 'shard-unfound', message: String(error) });
    return DEFAULT_SHARD;
  }
}

async function findAgain(places: StorePlaces, clue: Clue): Promise<ShardName | undefined> {
  places.forget(clue.proof);
  try {
    return await places.find(clue.proof);
  } catch (error) {
    console.error({ event: 'shard-unfound', message: String(error) });
    return undefined;
  }
}
