import { formatBytes } from '../text/format.ts';
import { t } from '../text/language.ts';
import { claimsToBePicture, HEAD_BYTES, isAnimated, KIND_NAMES, kindOf, type PictureKind } from './picture-kind.ts';
import { planPicture, type PictureSize, type Prepared, type Refusal, renamed } from './plan-picture.ts';
import { redraw } from './redraw.ts';
import { Slots } from './slots.ts';

/** What became of a file before it is sent. */
export type Preparation =
  { readonly kind: 'ready'; readonly prepared: Prepared } | { readonly kind: 'refused'; readonly reason: string };

/** Pictures that are drawn anew need much memory, so one is drawn at a time. */
const drawing = new Slots(1);

/** Looks at a file, and draws it anew where the service would not take it as it is. */
export async function preparePicture(file: File): Promise<Preparation> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const kind = kindOf(head);
  const size = await measure(file);
  const plan = planPicture({
    kind,
    bytes: file.size,
    isAnimated: isAnimated(kind, head),
    size,
    claimsToBePicture: claimsToBePicture(file),
  });
  switch (plan.kind) {
    case 'as-is':
      return { kind: 'ready', prepared: { blob: file, name: file.name, size, note: undefined } };
    case 'redraw':
      return await drawing.run(async () => await redrawn(file, kind, plan.size));
    case 'refuse':
      return { kind: 'refused', reason: describeRefusal(plan.why, kind) };
    default:
      return plan satisfies never;
  }
}

async function redrawn(file: File, kind: PictureKind, size: PictureSize): Promise<Preparation> {
  const made = await redraw(file, size);
  if (made === undefined) return { kind: 'refused', reason: describeRefusal('too-large', kind) };
  const { blob, width, height } = made;
  const [extension = 'jpg', name = 'JPEG'] = EXTENSIONS[blob.type] ?? [];
  const note = describeChange({ kind, size, bytes: file.size }, { name, size: { width, height }, bytes: blob.size });
  return { kind: 'ready', prepared: { blob, name: renamed(file.name, extension), size: { width, height }, note } };
}

const EXTENSIONS: Readonly<Record<string, readonly [string, string]>> = {
  'image/jpeg': ['jpg', 'JPEG'],
  'image/webp': ['webp', 'WebP'],
  'image/png': ['png', 'PNG'],
};

function describeChange(
  from: { readonly kind: PictureKind; readonly size: PictureSize; readonly bytes: number },
  to: { readonly name: string; readonly size: PictureSize; readonly bytes: number },
): string {
  const texts = t.value.uploads;
  const isScaled = from.size.width !== to.size.width;
  const isConverted = KIND_NAMES[from.kind] !== to.name;
  const said = [
    isConverted ? texts.converted(KIND_NAMES[from.kind], to.name) : '',
    isScaled ? texts.scaled(describeSize(from.size), describeSize(to.size)) : '',
    isScaled || isConverted ? '' : texts.compressed(formatBytes(from.bytes), formatBytes(to.bytes)),
  ];
  return said.filter(Boolean).join(' ');
}

const describeSize = ({ width, height }: PictureSize): string => `${width} × ${height}`;

function describeRefusal(why: Refusal, kind: PictureKind): string {
  const texts = t.value.uploads;
  switch (why) {
    case 'no-picture':
      return texts.noPicture;
    case 'too-large':
      return texts.tooLarge;
    case 'animation-too-large':
      return texts.animationTooLarge;
    case 'heic':
      return texts.heic;
    case 'unreadable':
      return texts.unreadable(KIND_NAMES[kind]);
    default:
      return why satisfies never;
  }
}

/** Returns the size that a picture is displayed in; undefined where the browser cannot open it. Nothing is decoded. */
async function measure(file: Blob): Promise<PictureSize | undefined> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    await new Promise((resolve, reject) => {
      image.addEventListener('load', resolve);
      image.addEventListener('error', reject);
      image.src = url;
    });
    return image.naturalWidth > 0 ? { width: image.naturalWidth, height: image.naturalHeight } : undefined;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}
