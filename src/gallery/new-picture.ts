import { type FocalPoint, haveSimilarShape, isSameFocalPoint, type PictureSize } from '../model/focal-point.ts';
import { byId } from './by-id.ts';
import type { NewPicture } from './changes.ts';
import type { Command, ImageUpdate } from './commands.ts';
import { nextRevision } from './placement.ts';
import type { GalleryImage, GalleryState } from './state.ts';

/** The sizes of the pictures that images show, by the ids of the images. */
export type SizesByImage = ReadonlyMap<number, PictureSize>;

/**
 * Returns the images that get other bytes and have a focal point, which stays only with a similar shape: deciding on
 * them takes their sizes, which the state does not have.
 */
export function idsWhoseSizeCounts(state: GalleryState, command: Command): readonly number[] {
  if (command.kind !== 'update') return [];
  const images = byId(state.images);
  return command.updates.flatMap(({ imageId, upload, focalPoint }) => {
    const mayKeepPoint = upload !== undefined && focalPoint === undefined;
    return mayKeepPoint && images.get(imageId)?.focalPoint !== undefined ? imageId : [];
  });
}

/**
 * Returns what an image shows after an update, or undefined where that is what it shows already. Both other bytes and
 * another focal point take a new revision, for it is in every URL, and answers never change.
 *
 * @param earlier what an update before it in the same command has made of the image.
 */
export function newPicture(
  image: GalleryImage,
  { upload, focalPoint }: Pick<ImageUpdate, 'upload' | 'focalPoint'>,
  earlier: NewPicture | undefined,
  sizes: SizesByImage,
  nowMs: number,
): NewPicture | undefined {
  const before = (earlier ?? image).focalPoint;
  const set = focalPoint === undefined ? undefined : { point: focalPoint ?? undefined };
  const revision = nextRevision(image.lastRevision, nowMs);
  if (upload !== undefined) {
    const carried = carriedOver(before, sizes.get(image.id), upload);
    return { kind: 'upload', upload, revision, focalPoint: set === undefined ? carried : set.point };
  }
  if (set === undefined || isSameFocalPoint(before, set.point)) return earlier;
  return { ...(earlier ?? { kind: 'same', revision }), focalPoint: set.point };
}

/** Returns the focal point that other bytes get from the ones before: the same one, or none where they look different. */
const carriedOver = (
  point: FocalPoint | undefined,
  before: PictureSize | undefined,
  after: PictureSize,
): FocalPoint | undefined => (before !== undefined && haveSimilarShape(before, after) ? point : undefined);
