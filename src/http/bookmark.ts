import { DEFAULT_SHARD, type ShardName } from '../model/shard.ts';
import type { Bookmark } from '../platform/database.ts';

/** The headers that carry the credentials of the dialects. */
const CREDENTIALS = ['Authorization', 'X-Auth-Token', 'Shoptet-Access-Token', 'Shoptet-Private-API-Token'];

/**
 * Returns whether an answer may carry the database's bookmark (REQ-7): only one to a caller that was let in. Every
 * dialect answers 401 or 403 before anything else to others, and its own errors may come before it knows.
 */
export function mayShowBookmark(request: Headers, status: number): boolean {
  return status !== 401 && status !== 403 && status < 500 && CREDENTIALS.some((name) => request.has(name));
}

/** What a bookmark of a shard begins with: nothing for the default one, so that it looks as the platform made it. */
const prefixOf = (shard: ShardName): string => (shard === DEFAULT_SHARD ? '' : `${shard.slice(3)}.`);

/** Returns what a client is shown of a bookmark of a shard. */
export const writeBookmark = (shard: ShardName, bookmark: Bookmark): string => prefixOf(shard) + bookmark;

/** Returns the bookmark that a client sent; undefined where it is of another shard, whose history is another one. */
export function readBookmark(shard: ShardName, sent: string | undefined): Bookmark | undefined {
  const prefix = prefixOf(shard);
  return sent?.startsWith(prefix) === true ? sent.slice(prefix.length) : undefined;
}
