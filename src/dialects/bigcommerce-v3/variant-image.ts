import type { Context } from 'hono';
import { executeWrite, type WriteTarget } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import type { Credentials } from '../../catalogue/queries.ts';
import { type ImageSource, ingestUpload, isFetched } from '../../catalogue/upload.ts';
import { parsePicturePath } from '../../delivery/picture-path.ts';
import { containIn } from '../../delivery/picture-size.ts';
import { imagePath, pictureUrl, variantPath } from '../../delivery/urls.ts';
import type { VariantPicture } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import type { ResultRows } from '../../gallery/ports.ts';
import { replayHeader } from '../../http/idempotency.ts';
import type { AppEnv, Service } from '../../http/service.ts';
import { type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import { MAX_IMAGE_URL_CHARACTERS } from '../../ingest/limits.ts';
import { checkUrl, hostAndPort } from '../../ingest/url-rules.ts';
import { parseId } from '../../model/ids.ts';
import type { Store } from '../../model/store.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizeWrite } from '../bigcommerce/authenticate.ts';
import { imageBodyStep } from '../bigcommerce/image-body-step.ts';
import type { ImageBody } from '../bigcommerce/image-fields.ts';
import { parseImageBody } from './image-body.ts';
import { authorizeByToken } from './writes.ts';

/** An authorized caller, and the variant whose image it sets. */
interface VariantTarget extends WriteTarget {
  readonly variantId: number;
}

/** POST a variant's image, which replaces the one before (BC3-7, BC3-27). Returns 200 with the URL. */
export async function setVariantImage(c: Context<AppEnv>): Promise<Result<Response, Fault>> {
  const service = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeByToken(c, authorizeVariantWrite),
    ...imageBodyStep(c.req.header('Content-Type'), parseImageBody),
    execute: (write) => executeVariantWrite(service, write),
    answer: (executed, { access }) => {
      const imageUrl = variantUrl(access.store, service.origin, executed.rows);
      if (imageUrl === undefined) return fail({ kind: 'image-not-found', imageId: '' });
      return ok(Response.json({ data: { image_url: imageUrl }, meta: {} }, { headers: replayHeader(executed) }));
    },
  });
}

async function authorizeVariantWrite(
  c: Context<AppEnv>,
  credentials: Credentials,
): Promise<Result<VariantTarget, Fault>> {
  const target = await authorizeWrite(c, credentials);
  if (!target.ok) return target;
  const variantId = parseId(c.req.param('variant') ?? '');
  return variantId === undefined ? fail({ kind: 'route-not-found' }) : ok({ ...target.value, variantId });
}

async function executeVariantWrite(
  service: Service,
  { target, body, conditions }: ParsedWrite<VariantTarget, ImageBody>,
): Promise<Result<CommandResult, Fault>> {
  const { access, productId, variantId } = target;
  const { source } = body;
  if (source === undefined) return fail({ kind: 'image-missing' });
  const request = { access, productId, ...conditions, locksKey: isFetched(source) };
  return await executeWrite(service.ports, request, async () => {
    const picture = await toVariantPicture(service, access.store, productId, source);
    if (!picture.ok) return picture;
    return ok({ kind: 'set-variant-image', variant: String(variantId), picture: picture.value });
  });
}

/**
 * Returns what the variant shows: a reference when the source is the URL of one of the product's own images, otherwise
 * an own picture, whose bytes are stored.
 */
async function toVariantPicture(
  service: Service,
  store: Store,
  productId: number,
  source: ImageSource,
): Promise<Result<VariantPicture, Fault>> {
  const ownId = source.kind === 'url' ? ownImageId(source.url, service.origin, store, productId) : undefined;
  if (ownId !== undefined) return ok({ kind: 'reference', imageId: ownId });
  const upload = await ingestUpload(service.ports, store.hash, source);
  return upload.ok ? ok({ kind: 'own', upload: upload.value }) : upload;
}

/**
 * Returns the id of the image that a URL of this service names, when it is one of the product's. Returns undefined for
 * any other URL, and for one that breaks the rules of image_url, which ingesting it then reports.
 */
function ownImageId(url: string, origin: string, store: Store, productId: number): number | undefined {
  const allowedHosts = [hostAndPort(new URL(origin))];
  const checked = checkUrl(url, { maxCharacters: MAX_IMAGE_URL_CHARACTERS, allowedHosts, ownHosts: [] });
  if (!checked.ok || checked.value.origin !== origin) return undefined;
  const path = parsePicturePath(checked.value.pathname);
  const owner = path?.storeHash === store.hash ? path.owner : undefined;
  return owner?.kind === 'image' && owner.productId === productId ? owner.imageId : undefined;
}

/** Returns the URL of the picture that the variant shows, or undefined when its image has been deleted. */
function variantUrl(store: Store, origin: string, { images, variants: [variant] }: ResultRows): string | undefined {
  const { zoom } = store.settings.presets;
  const [image] = images;
  if (variant?.picture.kind === 'own') {
    return pictureUrl(origin, variantPath(store.hash, variant, variant.picture, containIn(zoom)));
  }
  return image && pictureUrl(origin, imagePath(store.hash, image, containIn(zoom)));
}
