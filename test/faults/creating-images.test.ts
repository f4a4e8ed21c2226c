import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { Command } from '../../src/gallery/commands.ts';
import type { CommitResult, ResultRows } from '../../src/gallery/ports.ts';
import { create, newImage, upload } from '../gallery/commands.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createdOf, createJson, formOf, postForm } from '../support/v1-create.ts';
import { readProduct } from '../support/v1.ts';
import { openGalleryStore, operation, withCommit } from './gallery-store.ts';

const UNKNOWN: CommitResult = { kind: 'unknown' };
const RECORD = { scope: 'product:7', key: 'one', fingerprint: 'f' };

/** Places two images; each time with bytes of their own. */
const command = (): Command => ({
  kind: 'create',
  images: [
    newImage({ position: 1, source: { kind: 'upload', upload: upload('new') } }),
    newImage({ isThumbnail: true }),
  ],
  shows: { note: 'kept' },
});

/** Executes the command on a product with two images, losing the answers of the first `lost` batches. */
async function executeOn(store: TestStore, lost: number): Promise<ResultRows | undefined> {
  const inner = openGalleryStore(store, 7);
  const handler = new CommandHandler();
  await handler.execute(operation(create({}, {})), inner, Date.now);
  const lossy = withCommit(inner, async (transaction, call) => {
    const result = await inner.commit(transaction);
    return call <= lost ? UNKNOWN : result;
  });
  const executed = await handler.execute(operation(command(), RECORD), lossy, Date.now);
  return executed.ok ? executed.value.rows : undefined;
}

/** What an answer says besides what differs from store to store. */
const told = ({ created }: ResultRows) =>
  created && {
    ...created,
    images: created.images.map(({ id, sortOrder, media }) => [id, sortOrder, media.originalName]),
  };

describe('the facts of created images', () => {
  it('are the same where the answer of the database was lost, and in a repeat by its key [V1-105]', async () => {
    const [plain, lossy] = [await newStore(), await newStore()];
    const [first, second] = [await executeOn(plain, 0), await executeOn(lossy, 1)];
    expect(first && told(first)).toEqual({
      version: 2,
      note: 'kept',
      places: [
        { position: 1, isMain: false },
        { position: 3, isMain: true },
      ],
      images: [
        [3, 1, 'new.png'],
        [4, 3, 'a.png'],
      ],
    });
    expect(second && told(second)).toEqual(first && told(first));
    const repeat = await new CommandHandler().execute(
      operation(command(), RECORD),
      openGalleryStore(plain, 7),
      Date.now,
    );
    expect(repeat).toEqual({ ok: true, value: { rows: first, obsoleteIds: [], isReplay: true } });
  });
});

describe('a request whose sender died between storing bytes and the command', () => {
  it('is done by its repeat, and the bytes of the first are left to the sweep [V1-105]', async () => {
    const store = await newStore();
    // What the first one left behind: bytes under a key that nothing names.
    await env.BUCKET.put(`originals/${store.hash}/${crypto.randomUUID()}.png`, TINY_PNG);
    const answer = await createdOf(await postForm(store, formOf([TINY_PNG]), { 'Idempotency-Key': 'one' }));
    expect(answer.results.map(({ status }) => status)).toEqual([201]);
    expect(await readProduct(store, 7)).toMatchObject({ version: 1, imageCount: 1 });
  });
});

it('a media that is deleted while a request places it makes the request 503, and changes nothing [V1-103]', async () => {
  const store = await newStore();
  await postForm(store, formOf([TINY_PNG]));
  // It goes when the product's journal is written: after the look at it, before the image is inserted.
  await env.DB.prepare(
    `CREATE TRIGGER media_vanishes AFTER INSERT ON journal WHEN NEW.store_id = ${store.id} AND NEW.version = 2
    BEGIN
      UPDATE media SET trashed_at = 1 WHERE store_id = ${store.id} AND id = 1;
    END`,
  ).run();
  const response = await createJson(store, [{ mediaId: 1 }]);
  await env.DB.prepare('DROP TRIGGER media_vanishes').run();
  expect(response.status).toBe(503);
  expect(await readProduct(store, 7)).toMatchObject({ version: 1, imageCount: 1 });
});
