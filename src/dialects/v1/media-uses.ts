import type { MediaUse } from '../../catalogue/library-reads.ts';
import type { GalleryName } from '../../model/product.ts';
import { ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { readMedia } from './media-access.ts';
import { pageParameters, toWirePage } from './paging.ts';
import type { V1Context } from './request-context.ts';

/** A place that shows a media: an image of a product, or a variant with a picture of its own. */
export type WireMediaUse =
  | { readonly productId: number; readonly imageId: number; readonly gallery: GalleryName }
  | { readonly productId: number; readonly variant: string };

const imageUse = z.strictObject({ productId: z.int(), imageId: z.int(), gallery: z.enum(['shop', 'shop360']) });
const variantUse = z.strictObject({ productId: z.int(), variant: z.string() });

/** The parameters of the uses of a media. A page begins after the last place of the page before. */
export const usesQuery = z.strictObject(pageParameters(z.union([imageUse, variantUse])));

/**
 * GET /v1/media/{id}/uses: the places that show a media, by their products. Fault: media-not-found, besides the access
 * faults and parameters-invalid.
 */
export async function listMediaUses(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { library } = c.get('service');
  const found = await readMedia(c, usesQuery, (digest, mediaId, { cursor, limit }) =>
    library.uses(digest, mediaId, { after: cursor && toMediaUse(cursor), limit: limit + 1 }),
  );
  if (!found.ok) return found;
  const { value: uses, query } = found.value;
  return ok(Response.json(toWirePage(uses, query.limit, toWireMediaUse, toWireMediaUse)));
}

const toMediaUse = (use: WireMediaUse): MediaUse =>
  'variant' in use ? { kind: 'variant', ...use } : { kind: 'image', ...use };

function toWireMediaUse(use: MediaUse): WireMediaUse {
  const { productId } = use;
  return use.kind === 'image'
    ? { productId, imageId: use.imageId, gallery: use.gallery }
    : { productId, variant: use.variant };
}
