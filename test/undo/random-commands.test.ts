import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/gallery/commands.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { FocalPoint } from '../../src/model/focal-point.ts';
import type { GalleryState } from '../../src/gallery/state.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { create, newImage, refer, remove, update, upload } from '../gallery/commands.ts';
import { seededRandom, type SeededRandom } from '../support/seeded-random.ts';
import { newStore } from '../support/stores.ts';
import { ShownRevisions } from './shown-revisions.ts';
import { type Snapshot, snapshotOf, versionOf } from './snapshots.ts';

const PRODUCT = 7;
const STEPS = 30;
const now = (): number => Date.now();

/** Returns one of a few focal points, so that the same one is set again now and then, or none. */
const focalPoint = (random: SeededRandom): FocalPoint | null =>
  random.once(3) ? null : { x: random.int(3) / 4, y: 0.5 };

/** Returns any command, most often on an image that is on the product, and sometimes on one that was. */
function randomCommand(random: SeededRandom, { images, version }: GalleryState): Command {
  const lastId = images.at(-1)?.id ?? 1;
  const id = random.once(4) ? 1 + random.int(lastId) : (images[random.int(Math.max(1, images.length))]?.id ?? 1);
  const name = `p${random.int(6)}`;
  const variant = `V${random.int(3)}`;
  const choices: readonly (() => Command)[] = [
    () => create({ description: name, source: { kind: 'upload', upload: upload(name) } }, {}),
    () => create({ gallery: 'shop360', sortOrder: random.int(3), source: { kind: 'upload', upload: upload(name) } }),
    () => create({ ...newImage(), isThumbnail: true, sortOrder: 0 }),
    () => create({ position: random.int(4) }, { position: random.int(4) }),
    () => update(id, { sortOrder: random.int(6) }),
    () => update(id, { sortOrder: random.int(3), isThumbnail: random.once(2), description: name }),
    () => update(id, { upload: upload(`new${random.int(9)}`) }),
    () => update(id, { upload: upload(name), description: `${name}!` }),
    () => update(id, { focalPoint: focalPoint(random) }),
    () => update(id, { focalPoint: focalPoint(random), sortOrder: random.int(6) }),
    () => update(id, { focalPoint: focalPoint(random), upload: upload(name) }),
    () => create({ gallery: 'shop', focalPoint: { x: random.int(3) / 4, y: 0.5 } }),
    () => remove(id),
    () => remove(...new Set([id, images[0]?.id ?? 1])),
    () => ({ kind: 'delete-page', gallery: 'shop', offset: random.int(3), limit: 2 }),
    () => refer(variant, random.once(4) ? null : id),
    () => ({ kind: 'set-variant-image', variant, picture: { kind: 'own', upload: upload(name) } }),
    () => ({ kind: 'restore', imageIds: [id] }),
    () => ({ kind: 'undo', toVersion: random.int(version + 1) }),
  ];
  return choices[random.int(choices.length)]?.() ?? remove(id);
}

describe('any commands, and then undo to any version', () => {
  it.each(Array.from({ length: 12 }, (_, index) => 100 + index))(
    'leave the product as it was at that version (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const store = await newStore();
      const handler = new CommandHandler();
      const gallery = openGalleryStore(store, PRODUCT);
      const seen = new Map<number, Snapshot>([[0, { images: [], variants: [], listedIds: [] }]]);
      const revisions = new ShownRevisions();
      for (let step = 0; step < STEPS; step += 1) {
        await handler.execute(operation(randomCommand(random, await gallery.load())), gallery, now);
        expect(await revisions.look(store, PRODUCT)).toEqual([]);
        seen.set(await versionOf(store, PRODUCT), await snapshotOf(store, PRODUCT));
      }
      for (let round = 0; round < 6; round += 1) {
        const toVersion = random.int((await versionOf(store, PRODUCT)) + 1);
        const undone = await handler.execute(operation({ kind: 'undo', toVersion }), gallery, now);
        expect(undone).toMatchObject({ ok: true });
        expect(await revisions.look(store, PRODUCT)).toEqual([]);
        const look = await snapshotOf(store, PRODUCT);
        expect(look).toEqual(seen.get(toVersion));
        expect(look.listedIds).toEqual(look.listedIds.toSorted((a, b) => a - b));
        const version = await versionOf(store, PRODUCT);
        seen.set(version, await snapshotOf(store, PRODUCT));
      }
    },
  );
});
