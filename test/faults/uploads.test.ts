import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { SentOperation } from '../../src/gallery/operation.ts';
import { newUploadNonce } from '../../src/access/upload-secret.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1GalleryStore } from '../../src/storage/gallery-store.ts';
import { D1UploadGrants } from '../../src/storage/upload-grants.ts';
import { create } from '../gallery/commands.ts';
import { accessTo, storeWith } from '../support/access.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { Barrier } from './barrier.ts';
import { allCounts, countImages, openGalleryStore, operation, withCommit } from './gallery-store.ts';
import { type Loss, lossyDatabase } from './lossy-database.ts';

/** Makes an upload URL in the database, and returns its digest. */
async function newGrant(store: TestStore, maxFiles: number, database = new Database(env.DB, noCost())) {
  const digest = [...crypto.getRandomValues(new Uint8Array(32))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const grant = {
    digest,
    nonce: newUploadNonce(),
    tokenDigest: 'token',
    product: { id: 7 },
    maxFiles,
    maxBytes: 1000,
    origin: undefined,
    expiresAtMs: Date.now() + 60_000,
  };
  const granted = await new D1UploadGrants(database, Date.now).grant(accessTo(storeWith({}, store)), grant, undefined);
  return { digest, granted, grant };
}

async function usedFiles(digest: string): Promise<unknown> {
  const sql = 'SELECT used_files FROM upload_grants WHERE digest = ?';
  return (await env.DB.prepare(sql).bind(digest).first())?.['used_files'];
}

/** Creates one image by an upload URL. */
const upload = (uploadDigest: string): SentOperation => ({ ...operation(create({})), uploadDigest });

const openLossy = (store: TestStore, losses: readonly (readonly [number, Loss])[]) =>
  new D1GalleryStore(lossyDatabase(new Map(losses)), { storeId: store.id, productId: 7 }, `guid-${store.id}-7`);

describe('a file of an upload URL', () => {
  // The first batch loads the product, the second one writes.
  it.each<Loss>(['answer', 'request'])(
    'is stored and counted once where the %s of its batch is lost [V1-68]',
    async (loss) => {
      const store = await newStore();
      const { digest } = await newGrant(store, 1);
      const result = await new CommandHandler().execute(upload(digest), openLossy(store, [[2, loss]]), Date.now);
      expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
      expect(await countImages(store, 7)).toEqual(allCounts(1));
      expect(await usedFiles(digest)).toBe(1);
      expect(loggedErrors()).toEqual(['commit-failed']);
    },
  );

  it('is stored and counted once where its first batch lands late, before the second one [V1-68]', async () => {
    const store = await newStore();
    const { digest } = await newGrant(store, 1);
    const inner = openGalleryStore(store, 7);
    const late = new Barrier();
    let lateCommit: ReturnType<typeof inner.commit> | undefined;
    const slow = withCommit(inner, async (transaction, call) => {
      if (call === 1) {
        lateCommit = late.pass().then(() => inner.commit(transaction));
        return await lateCommit;
      }
      late.open();
      await lateCommit;
      return await inner.commit(transaction);
    });
    const result = await new CommandHandler(30).execute(upload(digest), slow, Date.now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
    expect(await usedFiles(digest)).toBe(1);
  });

  it('is counted once where the operation is sent again after the URL was used up [V1-68]', async () => {
    const store = await newStore();
    const { digest } = await newGrant(store, 1);
    const sent = upload(digest);
    const first = await new CommandHandler().execute(sent, openGalleryStore(store, 7), Date.now);
    const again = await new CommandHandler().execute({ ...sent, isRepeat: true }, openGalleryStore(store, 7), Date.now);
    expect(again).toEqual(first);
    expect(await usedFiles(digest)).toBe(1);
  });

  it('is refused with everything else in its batch where the URL takes no more, or has gone [V1-67, V1-68]', async () => {
    const store = await newStore();
    const { digest } = await newGrant(store, 3);
    // Two objects of one product, as after a move of one.
    const [one, two] = [new CommandHandler(), new CommandHandler()];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? one : two).execute(upload(digest), openGalleryStore(store, 7), Date.now),
      ),
    );
    const stored = results.filter((result) => result.ok);
    expect(stored).toHaveLength(3);
    expect(results.filter((result) => !result.ok && result.fault.kind === 'upload-not-found')).toHaveLength(17);
    expect(await countImages(store, 7)).toEqual(allCounts(3));
    expect(await usedFiles(digest)).toBe(3);
    const { digest: gone } = await newGrant(store, 3);
    await env.DB.prepare('DELETE FROM upload_grants WHERE digest = ?').bind(gone).run();
    const refused = await new CommandHandler().execute(upload(gone), openGalleryStore(store, 7), Date.now);
    expect(refused).toEqual({ ok: false, fault: { kind: 'upload-not-found' } });
    expect(await countImages(store, 7)).toEqual(allCounts(3));
  });
});

describe('making an upload URL', () => {
  it.each<Loss>(['answer', 'request'])('makes one where the %s of the database is lost [V1-63]', async (loss) => {
    const store = await newStore();
    const { digest, granted, grant } = await newGrant(store, 1, lossyDatabase(new Map([[1, loss]])));
    const { nonce, expiresAtMs } = grant;
    expect(granted).toEqual({ kind: 'granted', nonce, expiresAtMs, isReplay: false });
    const { results } = await env.DB.prepare('SELECT digest FROM upload_grants WHERE store_id = ?')
      .bind(store.id)
      .all();
    expect(results).toEqual([{ digest }]);
    const journal = await env.DB.prepare('SELECT type FROM journal WHERE store_id = ?').bind(store.id).all();
    expect(journal.results).toEqual([{ type: 'uploads.granted' }]);
  });
});
