import { Context } from 'hono';
import { hasSmallBody } from '../http/read-body.ts';
import type { Router } from '../http/router.ts';
import { drainUnreadBody } from '../ingest/request-body.ts';
import { pathnameOf } from '../platform/url-parts.ts';
import { readClue } from './clues.ts';
import { atShard, shardsOf } from './shards.ts';
import { placesOf, ShardAwayError } from './store-places.ts';
import { DEFAULT_SHARD, type ShardName } from '../model/shard.ts';

/**
 * Serves a request at the shard of its store. Where there is a single database, that is all there is to it. Where the
 * answer says that the shard has no such token, picture and so on, all shards are asked, and another one that has it
 * serves the request instead: the store has moved, or is new.
 */
export async function serveAtShard(
  app: Router,
  request: Request,
  env: Cloudflare.Env,
  ctx: ExecutionContext,
): Promise<Response> {
  if (shardsOf(env).size === 1) return await app.fetch(request, env, ctx);
  const clue = await readClue(
    new Context<{ Bindings: Cloudflare.Env }>(request, { env, path: pathnameOf(request.url) }),
  );
  const places = placesOf(env);
  if (clue === undefined) {
    const answer = await app.fetch(request, atShard(env, DEFAULT_SHARD), ctx);
    await drainUnreadBody(request);
    return answer;
  }
  const guessed = await places.guess(clue);
  const shard = guessed ?? (await orShardAway(places.find(clue.proof)));
  // A route that reads the token from the body, or that remembers it, leaves nothing of the body for another shard.
  const isKept = request.body !== null && (clue.isInBody === true || hasSmallBody(request));
  const again = isKept ? request.clone() : request;
  let response = await app.fetch(request, atShard(env, shard ?? DEFAULT_SHARD), ctx);
  // Whoever guesses tokens has all shards asked once.
  if (guessed !== undefined && response.status === clue.missStatus && !again.bodyUsed) {
    places.forget(clue.proof);
    const other = await orShardAway(places.find(clue.proof));
    if (other !== undefined && other !== shard) response = await app.fetch(again, atShard(env, other), ctx);
  }
  await drainUnreadBody(again);
  return response;
}

/** Returns the shard that was found, or the one that does not answer: its error is what the caller is told. */
async function orShardAway(found: Promise<ShardName | undefined>): Promise<ShardName | undefined> {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof ShardAwayError)) throw error;
    return error.shard;
  }
}
