import { signal } from '@preact/signals';
import type { LibraryMedia } from 'vitrine-client';

/**
 * The files that were added from this page, the last first. The library lists files by their age, so that those that
 * somebody has just added would stand at its end.
 */
export const addedMedia = signal<readonly LibraryMedia[]>([]);

/** Puts a file before the others. */
export function noteAddedMedia(media: LibraryMedia): void {
  addedMedia.value = [media, ...addedMedia.peek().filter(({ id }) => id !== media.id)];
}

/** Takes a change to a file that may be among them. */
export function noteMediaChange(media: LibraryMedia): void {
  addedMedia.value = addedMedia.peek().map((each) => (each.id === media.id ? media : each));
}

/** Forgets a file that was deleted. */
export function noteMediaDeletion(id: number): void {
  addedMedia.value = addedMedia.peek().filter((each) => each.id !== id);
}
