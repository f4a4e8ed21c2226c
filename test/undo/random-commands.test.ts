import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { newStore } from '../support/stores.ts';
import { randomCommand } from './any-command.ts';
import { ShownRevisions } from './shown-revisions.ts';
import { NOTHING_LISTED, type Snapshot, snapshotOf, versionOf } from './snapshots.ts';

const PRODUCT = 7;
const STEPS = 30;
const now = (): number => Date.now();

describe('any commands, and then undo to any version', () => {
  it.each(Array.from({ length: 12 }, (_, index) => 100 + index))(
    'leave the product as it was at that version (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const store = await newStore();
      const handler = new CommandHandler();
      const gallery = openGalleryStore(store, PRODUCT);
      const seen = new Map<number, Snapshot>([
        [0, { images: [], variants: [], listedIds: [], listed: NOTHING_LISTED }],
      ]);
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
