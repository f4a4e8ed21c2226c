import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseFiles, withLocalDatabase } from '../../../scripts/local-state.ts';
import { created, listAll, upload } from '../support/api.ts';
import { operator } from '../support/operator.ts';
import { newStateDir, startService, type RunningService } from '../support/service.ts';

const PRODUCT = 7;
const TOKEN = { 'X-Auth-Token': 'demo-token' };
const picture = (name: string): Uint8Array => readFileSync(`samples/${name}`);
const imagesUrl = ({ origin }: RunningService): string => `${origin}/stores/demo/v3/catalog/products/${PRODUCT}/images`;

/** Uploads a picture, and returns the id of its image. */
const add = async (service: RunningService, name: string): Promise<number> =>
  (await created(await upload(service.origin, PRODUCT, picture(name)))).id;

const remove = async (service: RunningService, id: number): Promise<void> => {
  expect((await fetch(`${imagesUrl(service)}/${id}`, { method: 'DELETE', headers: TOKEN })).status).toBe(204);
};

const etagOf = async (service: RunningService): Promise<string | null> =>
  (await fetch(imagesUrl(service), { headers: TOKEN })).headers.get('ETag');

/** The last media id and the URL revisions that the database knows. */
const lastMediaId = (stateDir: string): number =>
  withLocalDatabase(stateDir, (database) =>
    Number(database.prepare('SELECT last_media_id FROM store_counters').get()?.['last_media_id']),
  );

/** The last row of the demo store's journal. */
const lastJournalRow = (stateDir: string): Record<string, unknown> | undefined =>
  withLocalDatabase(stateDir, (database) =>
    database.prepare('SELECT seq, type FROM journal ORDER BY seq DESC LIMIT 1').get(),
  );

/** Puts another database in the place of the state's own, as a restore does; the bucket stays as it is. */
function restore(stateDir: string, snapshot: string): void {
  const [file = ''] = databaseFiles(stateDir);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  copyFileSync(snapshot, file);
}

it(
  'after a restore of the database nothing is given twice, and check names what is gone',
  { timeout: 120_000 },
  async () => {
    const state = await newStateDir();
    const env = { STATE_DIR: state.path };
    const first = await startService(env);
    // Bytes that were deleted since are gone where a store keeps no trash.
    withLocalDatabase(state.path, (database) => database.exec(`UPDATE stores SET settings = '{"trashDays":0}'`));
    const kept = await add(first, 'swatch-tiny.png');
    const lost = await add(first, 'turf-grey.png');
    const snapshot = join(state.path, 'snapshot.sqlite');
    withLocalDatabase(state.path, (database) => database.exec(`VACUUM INTO '${snapshot}'`));

    // What is written from here on is undone by the restore, but not in the bucket.
    const undone = [await add(first, 'cup-palette.png'), await add(first, 'cup-square.webp')];
    const etags = [await etagOf(first)];
    await remove(first, lost);
    etags.push(await etagOf(first));
    withLocalDatabase(state.path, (database) => database.exec('UPDATE dropped_keys SET dropped_at = 0'));
    expect((await operator(first, 'sweep')).text).toMatch(/gone {2}originals\/demo\//);
    const givenMediaId = lastMediaId(state.path);
    const givenSeq = Number(lastJournalRow(state.path)?.['seq']);
    await first.stop();

    restore(state.path, snapshot);
    const resting = await startService({ ...env, MAINTENANCE: 'true' });
    const refused = await upload(resting.origin, PRODUCT, picture('swatch-tiny.png'));
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '60']);
    expect((await listAll(resting.origin, PRODUCT)).images.map(({ id }) => id)).toEqual([kept, lost]);
    expect(await operator(resting, 'sweep')).toMatchObject({ code: 1 });
    const raised = await operator(resting, 'after-restore', '--skip-ids', '1000');
    expect(raised).toMatchObject({ code: 0, text: expect.stringContaining('demo-token') });
    const restored = lastJournalRow(state.path);
    expect(restored).toMatchObject({ type: 'store.restored' });
    expect(Number(restored?.['seq'])).toBeGreaterThan(givenSeq);
    await resting.stop();

    const second = await startService(env);
    try {
      const found = await operator(second, 'check', '--repair');
      expect(found.code).toBe(1);
      expect(found.text).toContain(`it is not in the bucket; shown by product ${PRODUCT} image ${lost}`);
      expect(found.text).toContain(': 1 faults');
      etags.push(await etagOf(second));
      const next = await add(second, 'turf-grey.png');
      etags.push(await etagOf(second));
      expect(next).toBe(lost + 1000 + 1);
      expect(undone).not.toContain(next);
      expect(lastMediaId(state.path)).toBeGreaterThan(givenMediaId);
      expect(new Set(etags).size).toBe(etags.length);
      await remove(second, lost);
      expect(await operator(second, 'check')).toMatchObject({ code: 0 });
    } finally {
      await second.stop();
      await state.remove();
    }
  },
);
