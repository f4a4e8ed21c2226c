import { FORMATS, type PictureFormat } from '../model/picture.ts';
import type { Bucket } from '../platform/bucket.ts';
import type { Cost } from '../platform/cost.ts';
import type { Images } from '../platform/images.ts';
import { MEND_BYTES, mendMemory } from '../platform/isolate-memory.ts';
import { fail, type Result } from '../platform/result.ts';
import { isShownByBrowsers } from './picture-name.ts';
import type { RefusedOriginals, StoredPicture } from './ports.ts';
import { render, type RenderFault, type RenderOrder, type Rendition } from './render.ts';

/** What mending depends on. */
export interface MendingDeps {
  readonly bucket: Bucket;
  readonly images: Images;
  readonly cost: Cost;
  readonly refusedOriginals: RefusedOriginals;
  /** Returns what can be read of a damaged picture as a picture of the same format, undefined where that is nothing. */
  readonly mend: (bytes: Uint8Array) => Promise<Uint8Array | undefined>;
  /** Returns the parts of a picture without its metadata; undefined where it cannot be read. */
  readonly withoutMetadata: (bytes: Uint8Array, format: PictureFormat) => readonly Uint8Array[] | undefined;
  readonly nowMs: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
}

/** Somebody else is mending this picture or another one, or has just done it: the rendition can be made soon. */
export type MendFault = RenderFault | 'being-mended';

/** How long a refusal counts: an original that cannot be read is looked at once an hour, whatever is asked of it. */
const REFUSAL_COUNTS_MS = 3_600_000;

/** Returns whether Images has refused this picture within the last hour, and nothing could be done. */
export const isRefused = ({ refusedAtMs }: StoredPicture, nowMs: number): boolean =>
  refusedAtMs !== undefined && nowMs - refusedAtMs < REFUSAL_COUNTS_MS;

/** What is to be made of a source that Images refused. */
export interface RefusedSource {
  readonly storeHash: string;
  readonly picture: StoredPicture;
  readonly source: Uint8Array;
  readonly order: RenderOrder;
}

/**
 * Makes a rendition from what can be read of a source that Images refused, and keeps that as the picture's render
 * source (IMG-32). Only one is mended at a time, and each by one request, as it takes up to two seconds of the
 * processor; the fault of the others is being-mended. Where nothing can be made of it the refusal is remembered, so
 * that nobody can repeat the work at will, and logged: `operator check` names the images that show it.
 */
export async function renderMended(deps: MendingDeps, refused: RefusedSource): Promise<Result<Rendition, MendFault>> {
  const mended = await mendMemory.run(refused.storeHash, MEND_BYTES, async () => {
    const { picture } = refused;
    const claim = await deps.refusedOriginals.claim(picture, deps.nowMs(), REFUSAL_COUNTS_MS);
    switch (claim) {
      case 'claimed':
        return await renderClaimed(deps, refused);
      case 'refused':
        return fail<MendFault>('undecodable');
      case 'mended':
      case 'being-mended':
        return fail<MendFault>('being-mended');
      default:
        return claim satisfies never;
    }
  });
  if (mended.ok) return mended;
  return fail(typeof mended.fault === 'object' ? 'being-mended' : mended.fault);
}

async function renderClaimed(
  deps: MendingDeps,
  { storeHash, picture, source, order }: RefusedSource,
): Promise<Result<Rendition, MendFault>> {
  const mended = await deps.mend(source);
  if (mended !== undefined) {
    deps.cost.imagesCalls += 1;
    const plain = deps.withoutMetadata(mended, picture.format) ?? [mended];
    const rendered = await render(deps.images, plain, order);
    if (rendered.ok) await keepRenderSource(deps, storeHash, picture, mended);
    if (rendered.ok || rendered.fault !== 'undecodable') return rendered;
  }
  console.warn({ event: 'original-unreadable', key: picture.originalKey });
  await deps.refusedOriginals.remember(picture, deps.nowMs());
  return fail('undecodable');
}

async function keepRenderSource(
  { bucket, refusedOriginals }: MendingDeps,
  storeHash: string,
  picture: StoredPicture,
  mended: Uint8Array,
): Promise<void> {
  const { contentType, extension } = FORMATS[isShownByBrowsers(picture.format) ? picture.format : 'png'];
  const key = `originals/${storeHash}/${crypto.randomUUID()}.render.${extension}`;
  await bucket.put(key, mended, { httpMetadata: { contentType } });
  // Another request may have been first, or the picture gone: then nothing names this key, and nothing will.
  if (!(await refusedOriginals.replaceRenderSource(picture, key))) await bucket.delete([key]);
}
