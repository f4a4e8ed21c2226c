import type { Context } from 'hono';
import type { Filter, Listing, MediaField } from '../../catalogue/listing-reads.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizeRequest, authorizeRead } from './authenticate.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { parseListing, parseFieldSelection } from './list-query.ts';
import { MEDIA_KEYS, toWireMedia, type WireMedia } from './media.ts';
import { MEDIA_QUERY_FIELDS } from './query/fields.ts';
import { readParameters, textParameters } from './signing/php-query.ts';

/** GET the media of the library, or one of them. */
export async function readMedia(c: Context<AppEnv>): Promise<Result<Response, StoreFault>> {
  const { ports, origin } = c.get('service');
  const read = readParameters(c.req.url);
  if (!read.ok) return await failIfAuthorized(authorizeRequest(c, 'read'), read.fault);
  const parameters = textParameters(read.value);
  const listing = readListing(c, parameters);
  const select = parseFieldSelection<WireMedia>(parameters, MEDIA_KEYS);
  const authorized = await authorizeRead(c, 'read', async (credentials) =>
    listing.ok
      ? await ports.listings.media(credentials, listing.value)
      : { principal: await ports.listings.principal(credentials), value: ok([]) },
  );
  if (!authorized.ok) return authorized;
  if (!listing.ok) return listing;
  if (!select.ok) return select;
  const { access, value: found } = authorized.value;
  if (!found.ok) return found;
  const rawId = c.req.param('media');
  if (rawId !== undefined && found.value.length === 0) return fail({ kind: 'media-not-found', mediaId: rawId });
  return ok(
    envelope(200, { media: found.value.map((media) => select.value(toWireMedia(media, access.store, origin))) }),
  );
}

function readListing(
  c: Context<AppEnv>,
  parameters: ReadonlyMap<string, string>,
): Result<Listing<MediaField>, StoreFault> {
  const rawId = c.req.param('media');
  if (rawId === undefined) return parseListing(parameters, MEDIA_QUERY_FIELDS);
  const mediaId = parseId(rawId);
  if (mediaId === undefined) return fail({ kind: 'media-not-found', mediaId: rawId });
  const filter: Filter<MediaField> = { kind: 'compare', field: 'id', comparison: 'equals', values: [mediaId] };
  return ok({ filter, order: [], page: { offset: 0, limit: 1 } });
}
