import { renditionMemory } from '../platform/isolate-memory.ts';
import { ok } from '../platform/result.ts';
import { isOwnSize, smallerThan } from './own-size.ts';
import { planRendition } from './plan-rendition.ts';
import type { StoredPicture } from './ports.ts';
import { isRefused, renderMended, type MendFault, type MendingDeps } from './refused-original.ts';
import { isMadeAsAvif, render, renderSourceContentType, type RenderOrder } from './render.ts';
import { errorResponse, notFoundResponse, pictureHeaders } from './responses.ts';
import { type KeptRendition, keyOf, readRendition, type StoredRendition, storeSmallest } from './store-rendition.ts';

/** What came of an attempt to make a rendition. */
export type MadeRendition =
  | { readonly kind: 'stored'; readonly rendition: StoredRendition }
  /** It cannot be made now. `isDelayed`: it can be soon, because its original is being mended. */
  | { readonly kind: 'refused'; readonly response: Response; readonly isDelayed: boolean };

/** How often, and after what pause, it is looked whether an original has been mended. */
const MEND_LOOKS = 12;
const MEND_LOOK_MS = 300;

/**
 * Makes a rendition and stores it, and waits a few seconds where its original is being mended. Never fails: the response
 * says what went wrong.
 *
 * @param findAgain finds the picture anew, with what it has been mended to.
 */
export async function makeWhenMended(
  deps: MendingDeps,
  kept: KeptRendition,
  picture: StoredPicture,
  findAgain: () => Promise<StoredPicture | undefined>,
): Promise<MadeRendition> {
  let current = picture;
  for (let look = 1; ; look += 1) {
    const made = await makeWithinMemory(deps, kept, current);
    if (made.kind === 'stored' || !made.isDelayed || look === MEND_LOOKS) return made;
    await deps.wait(MEND_LOOK_MS);
    const found = await findAgain();
    if (found === undefined) return refuse(notFoundResponse());
    current = found;
  }
}

const refuse = (response: Response, isDelayed = false): MadeRendition => ({ kind: 'refused', response, isDelayed });

async function makeWithinMemory(
  deps: MendingDeps,
  kept: KeptRendition,
  picture: StoredPicture,
): Promise<MadeRendition> {
  const { size, storeHash } = kept.path;
  if (size === 'original') return refuse(notFoundResponse());
  if (isRefused(picture, deps.nowMs())) return refuse(undecodableResponse());
  const plan = planRendition(picture, size);
  const isAnimated = picture.frameCount > 1;
  const order: RenderOrder = {
    format: picture.format,
    requested: kept.format,
    size,
    plan,
    isAnimated,
    quality: picture.settings.quality,
  };
  const made = await renditionMemory.run(storeHash, picture.byteCount, async () =>
    ok((await copyOfWebp(deps, kept, picture, order)) ?? (await makeFromSource(deps, kept, picture, order))),
  );
  return made.ok ? made.value : refuse(busyResponse());
}

/**
 * Uses the WebP that is stored already for clients that take AVIF, where that is what they get. Returns undefined where
 * there is none, or the client is to get AVIF.
 */
async function copyOfWebp(
  { bucket }: MendingDeps,
  kept: KeptRendition,
  picture: StoredPicture,
  order: RenderOrder,
): Promise<MadeRendition | undefined> {
  if (kept.format !== 'avif' || isMadeAsAvif(order)) return undefined;
  const webp = await readRendition(bucket, keyOf({ ...kept, format: 'webp' }));
  return webp && { kind: 'stored', rendition: await storeSmallest(bucket, kept, picture, webp) };
}

async function makeFromSource(
  deps: MendingDeps,
  kept: KeptRendition,
  picture: StoredPicture,
  order: RenderOrder,
): Promise<MadeRendition> {
  const source = await readSource(deps, picture);
  if (source === undefined) return refuse(notFoundResponse());
  deps.cost.imagesCalls += 1;
  const plain = deps.withoutMetadata(source, picture.format);
  const direct = await render(deps.images, plain ?? [source], order);
  const isUnreadable = !direct.ok && direct.fault === 'undecodable';
  const rendered = isUnreadable
    ? await renderMended(deps, { storeHash: kept.path.storeHash, picture, source, order })
    : direct;
  if (!rendered.ok) {
    return refuse(faultResponse(rendered.fault, picture, plain), rendered.fault === 'being-mended');
  }
  const isItself = !isUnreadable && isOwnSize(picture, order.plan);
  const rendition =
    isItself && plain !== undefined ? smallerThan(rendered.value, plain, picture.format) : rendered.value;
  return { kind: 'stored', rendition: await storeSmallest(deps.bucket, kept, picture, rendition) };
}

const busyResponse = (): Response =>
  errorResponse(503, 'Too many pictures are being made right now.', { 'Retry-After': '2' });

const undecodableResponse = (): Response =>
  errorResponse(422, 'The original of this picture is damaged: upload it again, saved by an image editor.');

/**
 * Returns the answer when Images did not make a rendition: the picture without its metadata when the quota is used up,
 * otherwise an error.
 */
function faultResponse(fault: MendFault, picture: StoredPicture, plain: readonly Uint8Array[] | undefined): Response {
  switch (fault) {
    case 'quota': {
      if (plain === undefined) return faultResponse('unavailable', picture, plain);
      const { ETag: _, ...headers } = pictureHeaders(renderSourceContentType(picture.format), '', 'no-store');
      return new Response(new Blob([...plain]), { headers });
    }
    case 'undecodable':
      return undecodableResponse();
    case 'being-mended':
    case 'unavailable':
      return errorResponse(503, 'Pictures cannot be made right now.', { 'Retry-After': '2' });
    default:
      return fault satisfies never;
  }
}

/** Reads the render source. Returns undefined when the bucket does not have it. */
async function readSource({ bucket }: MendingDeps, picture: StoredPicture): Promise<Uint8Array | undefined> {
  const object = await bucket.get(picture.renderKey);
  if (object === null || !('body' in object)) return undefined;
  return new Uint8Array(await object.arrayBuffer());
}
