import type { ToldEvent } from '../../catalogue/told-events.ts';
import type { EventType } from '../../model/event.ts';
import { imageIdsOf, type JournalRecord } from '../../model/journal.ts';
import type { Store } from '../../model/store.ts';
import { toWireActor, type WireActor } from './actor.ts';
import { toWireImages, type WireImage } from './product.ts';
import { toWireTime } from './wire-time.ts';

/** What a command can change of a product. */
export type ChangedPart = 'images' | 'order' | 'alt' | 'main' | 'file' | 'focalPoint' | 'variants';

/** What an event says of its product. */
export interface WireProductData {
  /** That of the product after the command; the images are as they are now, and may be of a later one. */
  readonly version: number;
  readonly changed: readonly ChangedPart[];
  /** The images that it is about and that are there, and the ids of those that are gone. */
  readonly images: readonly WireImage[];
  readonly imageIds: readonly number[];
}

/** One row of the journal, as others are told of it. */
export interface WireEvent {
  readonly seq: number;
  readonly type: EventType;
  readonly at: string;
  readonly productId: number | null;
  readonly by: WireActor | null;
  readonly data: WireProductData | Readonly<Record<string, unknown>>;
}

/** Returns an event as it is told. `origin` is the first part of its URLs. */
export function toWireEvent({ record, product }: ToldEvent, store: Store, origin: string): WireEvent {
  const { seq, type, atMs, actor } = record;
  const images = product === undefined ? [] : toWireImages(product, store, origin);
  return {
    seq,
    type,
    at: toWireTime(atMs),
    productId: record.product?.id ?? null,
    by: toWireActor(actor),
    data: record.product === undefined ? toAbout(record) : toProductData(record, record.product.version, images),
  };
}

function toProductData(record: JournalRecord, version: number, images: readonly WireImage[]): WireProductData {
  const ids = imageIdsOf(record);
  const named = new Set(ids);
  const there = new Set(images.map(({ id }) => id));
  return {
    version,
    changed: changedParts(record),
    images: images.filter(({ id }) => named.has(id)),
    imageIds: ids.filter((id) => !there.has(id)),
  };
}

/** Returns what a command changed, in a fixed order. */
export function changedParts({ change }: Pick<JournalRecord, 'change'>): readonly ChangedPart[] {
  const { created = 0, deleted = [], restored = [], placed = [], texts = [], files = [], focals = [] } = change;
  const { variants = [] } = change;
  const parts: readonly (readonly [ChangedPart, boolean])[] = [
    ['images', created + deleted.length + restored.length > 0],
    ['order', placed.length > 0],
    ['alt', texts.length > 0 || change.mediaAlt !== undefined],
    ['main', change.main !== undefined],
    ['file', files.length > 0],
    ['focalPoint', focals.length > 0],
    ['variants', variants.length > 0],
  ];
  return parts.flatMap(([part, isChanged]) => (isChanged ? part : []));
}

/** What is told of rows that belong to no product, by the names that the journal has for it. */
const TOLD = [
  'mediaId',
  'productId',
  'maxFiles',
  'jobId',
  'webhookId',
  'keyId',
  'tokenId',
  'settings',
  'change',
  'status',
  'done',
  'failed',
  'total',
  'imageIds',
] as const;

const toAbout = ({ about }: JournalRecord): Readonly<Record<string, unknown>> =>
  Object.fromEntries(TOLD.flatMap((name) => (Object.hasOwn(about, name) ? [[name, about[name]]] : [])));
