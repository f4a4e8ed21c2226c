import { expect, it } from 'vitest';
import { changedParts } from '../../../src/dialects/v1/event.ts';
import type { EventType } from '../../../src/model/event.ts';
import type { GalleryChange } from '../../../src/model/journal.ts';

const CASES: readonly (readonly [EventType, GalleryChange, readonly string[]])[] = [
  ['images.created', { created: 2 }, ['images']],
  ['images.created', { created: 1, placed: [4] }, ['images', 'order']],
  ['images.deleted', { deleted: [4], main: null, variants: ['red'] }, ['images', 'main', 'variants']],
  ['images.restored', { restored: [4] }, ['images']],
  ['images.reordered', { placed: [1, 2] }, ['order']],
  ['images.reordered', { moves: [{ id: 1, from: 0, to: 3 }], placed: [1, 2] }, ['order']],
  ['images.updated', { main: 2, flagged: [1, 2] }, ['main']],
  ['images.updated', { main: 2, placed: [1, 2, 3] }, ['order', 'main']],
  ['images.restored', { main: 2, placed: [1, 2], undoneTo: 4 }, ['order', 'main']],
  ['images.updated', { texts: [1] }, ['alt']],
  ['images.updated', { mediaAlt: { mediaId: 3, imageIds: [1] } }, ['alt']],
  ['images.updated', { files: [1] }, ['file']],
  ['images.updated', { focals: [1] }, ['focalPoint']],
  ['images.updated', { files: [1], focals: [1], variants: ['red'] }, ['file', 'focalPoint', 'variants']],
  ['variants.updated', { variants: ['red'] }, ['variants']],
  ['images.updated', {}, []],
];

it.each(CASES)('%s with %j changed %j', (_type, change, parts) => {
  expect(changedParts({ change })).toEqual(parts);
});
