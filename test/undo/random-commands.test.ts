import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/gallery/commands.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { create, newImage, refer, remove, update, upload } from '../gallery/commands.ts';
import { seededRandom, type SeededRandom } from '../support/seeded-random.ts';
import { newStore } from '../support/stores.ts';
import { type Snapshot, snapshotOf, versionOf } from './snapshots.ts';

const PRODUCT = 7;
const STEPS = 24;
const now = (): number => Date.now();

/** Returns any command on images with ids up to `lastId`, of which some are on the product and some are not. */
function randomCommand(random: SeededRandom, lastId: number, version: number): Command {
  const id = 1 + random.int(Math.max(1, lastId));
  const name = `p${random.int(6)}`;
  const variant = `V${random.int(3)}`;
  const choices: readonly (() => Command)[] = [
    () => create({ description: name, source: { kind: 'upload', upload: upload(name) } }, {}),
    () => create({ gallery: 'shop360', sortOrder: random.int(3), source: { kind: 'upload', upload: upload(name) } }),
    () => create({ ...newImage(), isThumbnail: true, sortOrder: 0 }),
    () => update(id, { sortOrder: random.int(6) }),
    () => update(id, { sortOrder: random.int(3), isThumbnail: random.once(2), description: name }),
    () => update(id, { upload: upload(`new${random.int(9)}`) }),
    () => update(id, { upload: upload(name), description: `${name}!` }),
    () => remove(id),
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
      const seen = new Map<number, Snapshot>([[0, { images: [], variants: [] }]]);
      for (let step = 0; step < STEPS; step += 1) {
        const version = await versionOf(store, PRODUCT);
        await handler.execute(operation(randomCommand(random, 2 * step + 1, version)), gallery, now);
        seen.set(await versionOf(store, PRODUCT), await snapshotOf(store, PRODUCT));
      }
      for (let round = 0; round < 6; round += 1) {
        const toVersion = random.int((await versionOf(store, PRODUCT)) + 1);
        const undone = await handler.execute(operation({ kind: 'undo', toVersion }), gallery, now);
        expect(undone).toMatchObject({ ok: true });
        expect(await snapshotOf(store, PRODUCT)).toEqual(seen.get(toVersion));
        const version = await versionOf(store, PRODUCT);
        seen.set(version, await snapshotOf(store, PRODUCT));
      }
    },
  );
});
