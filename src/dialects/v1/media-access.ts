import type { WithAccess } from '../../catalogue/image-reads.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { authorizeRequest, type AuthorizedRead, readAuthorized, type V1Context } from './request-context.ts';

/**
 * Reads of the media that the path names with `read`, which finds the caller's access in the same round trip, and finds
 * undefined where the library has no such media. Faults: the access faults, parameters-invalid, media-not-found.
 */
export async function readMedia<Value, Query>(
  c: V1Context,
  schema: z.ZodMiniType<Query>,
  read: (tokenDigest: string, mediaId: number, query: Query) => Promise<WithAccess<Value | undefined>>,
): Promise<Result<AuthorizedRead<Value, Query>, V1Fault>> {
  const rawId = c.req.param('media') ?? '';
  const unknown = { kind: 'media-not-found', mediaId: rawId } as const;
  const mediaId = parseId(rawId);
  if (mediaId === undefined) return await failIfAuthorized(authorizeRequest(c, 'read'), unknown);
  const authorized = await readAuthorized(c, 'read', schema, (digest, query) => read(digest, mediaId, query));
  if (!authorized.ok) return authorized;
  const { value, ...rest } = authorized.value;
  return value === undefined ? fail(unknown) : ok({ ...rest, value });
}
