import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Image } from 'vitrine-client';
import type { GalleryName, Target } from '../gallery/view.ts';
import type { Prepared } from './plan-picture.ts';

/** Where a new picture comes from. */
export type Source =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'url'; readonly url: string }
  /** A file of the library; `thumbnailUrl` is on the origin of this page. */
  | { readonly kind: 'media'; readonly mediaId: number; readonly fileName: string; readonly thumbnailUrl: string };

/** Where a file is on its way to the product. */
export type UploadState =
  | { readonly kind: 'waiting' }
  /** The same picture is here already, as this image, or on its way: somebody has to say what to do. */
  | { readonly kind: 'asking'; readonly sameAs: number | undefined }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'sending' }
  /** `reason` is in plain words. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** `version` is that of the product which has the image. */
  | { readonly kind: 'created'; readonly image: Image; readonly version: number };

/** What was said of a place when a file was sent. A repeat under the same key has to say the same. */
export interface SentPlace {
  readonly position: number | undefined;
  readonly isMain: boolean | undefined;
}

/** One picture that was added here, on its way to the product. */
export class Upload {
  /** Of this page alone. */
  readonly id = crypto.randomUUID();
  /** Sent with every attempt, so that the picture is added once, whatever becomes of requests and answers. */
  readonly idempotencyKey = crypto.randomUUID();
  readonly source: Source;
  readonly name: string;
  /** Shown until the service has a picture; undefined for an address elsewhere, from which this page loads nothing. */
  readonly previewUrl: string | undefined;
  readonly state = signal<UploadState>({ kind: 'waiting' });
  /** How much of it has left, from 0 to 1. It changes often, and so is no part of the state. */
  readonly sent = signal(0);
  /** What was done to the file before it was sent, in plain words. */
  readonly note = signal<string | undefined>(undefined);
  /** What has become of it; changes once. */
  readonly created: ReadonlySignal<Extract<UploadState, { kind: 'created' }> | undefined> = computed(() => {
    const { value } = this.state;
    return value.kind === 'created' ? value : undefined;
  });
  /** What is sent, once it was prepared. */
  prepared: Prepared | undefined;
  place: SentPlace | undefined;
  /** Whether somebody wants it although the same picture is here. */
  isWantedTwice = false;

  constructor(source: Source) {
    this.source = source;
    this.name = nameOf(source);
    this.previewUrl = previewOf(source);
  }

  /** Frees what the browser keeps for the preview. */
  forget(): void {
    if (this.source.kind === 'file' && this.previewUrl !== undefined) URL.revokeObjectURL(this.previewUrl);
    this.prepared = undefined;
  }
}

function nameOf(source: Source): string {
  switch (source.kind) {
    case 'file':
      return source.file.name;
    case 'url':
      return nameOfUrl(source.url);
    case 'media':
      return source.fileName;
    default:
      return source satisfies never;
  }
}

function nameOfUrl(url: string): string {
  const { hostname, pathname } = new URL(url);
  const last = pathname.split('/').filter(Boolean).at(-1) ?? hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function previewOf(source: Source): string | undefined {
  if (source.kind === 'file') return URL.createObjectURL(source.file);
  return source.kind === 'media' ? source.thumbnailUrl : undefined;
}

/** Whether something is still to be done for it without anybody's help. */
export const isUnderWay = ({ state }: Pick<Upload, 'state'>): boolean =>
  state.value.kind === 'waiting' || state.value.kind === 'preparing' || state.value.kind === 'sending';

/** Pictures that were added together. They stand together, in their order, where they were dropped. */
export interface Batch {
  readonly id: string;
  /** Steps of one group are taken back together. */
  readonly group: string;
  readonly gallery: GalleryName;
  /** The image that they come before; null for the end. */
  readonly before: Target;
  readonly uploads: readonly Upload[];
}
