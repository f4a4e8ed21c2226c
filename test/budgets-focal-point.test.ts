import { expect, it } from 'vitest';
import { CommandHandler } from '../src/gallery/command-handler.ts';
import type { Command } from '../src/gallery/commands.ts';
import { noCost } from '../src/platform/cost.ts';
import { openGalleryStore, operation } from './faults/gallery-store.ts';
import { create, imageUpdate, update, upload } from './gallery/commands.ts';
import { costOf } from './support/cost.ts';
import { sample } from './support/pictures.ts';
import { newStore, type TestStore } from './support/stores.ts';
import { v1 } from './support/v1.ts';
import { createImage } from './support/v3.ts';

const POINTS = [
  { x: 0.25, y: 0.5 },
  { x: 0.75, y: 0.5 },
  { x: 0.5, y: 0.1 },
];

/** Executes a command on product 7, and counts the calls and the rows of it alone. */
async function costOfCommand(store: TestStore, handler: CommandHandler, command: Command) {
  const cost = noCost();
  const executed = await handler.execute(operation(command), openGalleryStore(store, 7, cost), Date.now);
  expect(executed.ok).toBe(true);
  return { trips: cost.d1RoundTrips, read: cost.d1RowsRead, written: cost.d1RowsWritten };
}

it('another focal point: one D1 batch, and five rows for an image, its product and the journal', async () => {
  const store = await newStore();
  await createImage(store, 7, sample('cup-landscape.jpg'));
  for (const focalPoint of POINTS) {
    const response = await v1(store, 'PATCH', '/products/7/images', { json: { images: [{ id: 1, focalPoint }] } });
    const cost = costOf(response);
    // One round trip each for access, for the batch, and for the images of the answer.
    expect(cost).toMatchObject({ roundTrips: 2, galleryCalls: 1, r2Writes: 0, r2Deletes: 0, r2Lists: 0 });
    // The main image has an index entry besides.
    expect(cost.rowsWritten).toBe(6);
    expect(cost.rowsRead).toBeLessThanOrEqual(30);
  }
});

it('in a gallery of 1000, of one image and of 250: two rows for each image', async () => {
  const store = await newStore();
  const handler = new CommandHandler();
  const execute = (command: Command) => costOfCommand(store, handler, command);
  await execute(create(...Array.from({ length: 1000 }, () => ({}))));
  const [focalPoint = null, other = null] = POINTS;
  const one = await execute(update(500, { focalPoint }));
  expect(one).toMatchObject({ trips: 1, written: 5 });
  expect(one.read).toBeLessThanOrEqual(22);
  const updates = Array.from({ length: 250 }, (_, index) => imageUpdate(4 * index + 2, { focalPoint: other }));
  const many = await execute({ kind: 'update', gallery: undefined, makeRoom: false, updates });
  expect(many).toMatchObject({ trips: 1, written: 2 * 250 + 3 });
  expect(many.read).toBeLessThanOrEqual(10 * 250 + 30);
});

it('replacing the bytes of an image with a focal point: one look at its size, and a row for each revision', async () => {
  const store = await newStore();
  const handler = new CommandHandler();
  const execute = (command: Command) => costOfCommand(store, handler, command);
  await execute(create({}, {}, {}));
  const plain = await execute(update(2, { upload: upload('plain') }));
  expect(plain).toMatchObject({ trips: 1, written: 19 });
  for (const focalPoint of POINTS) await execute(update(3, { focalPoint }));
  const focused = await execute(update(3, { upload: upload('focused') }));
  expect(focused).toMatchObject({ trips: 2, written: plain.written + POINTS.length });
  expect(focused.read).toBeLessThanOrEqual(plain.read + 5 * POINTS.length + 5);
});
