import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { parsePicturePath } from '../../src/delivery/picture-path.ts';
import { serveRendition, type RenditionDeps } from '../../src/delivery/renditions.ts';
import { brokenWebp, withWrongAdler } from '../ingest/damage.ts';
import { Barrier } from '../faults/barrier.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample } from '../support/pictures.ts';
import { renditionDeps } from '../support/rendition-deps.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, v3 } from '../support/v3.ts';

const damagedPng = withWrongAdler(sample('cup-palette.png'));
const HOUR_MS = 3_600_000;

const serve = async (url: string, deps: RenditionDeps): Promise<number> => {
  const path = parsePicturePath(new URL(url).pathname);
  if (path === undefined) throw new Error(url);
  const response = await serveRendition(deps, { path, format: 'plain', isSigned: false }, null);
  await response.arrayBuffer();
  return response.status;
};

async function blobOf(store: TestStore): Promise<{ render_key: string | null; refused_at: number | null }> {
  const row = await env.DB.prepare('SELECT render_key, refused_at FROM blobs WHERE store_id = ?')
    .bind(store.id)
    .first<{ render_key: string | null; refused_at: number | null }>();
  if (row === null) throw new Error('no blob');
  return row;
}

const originalKeys = async (store: TestStore): Promise<readonly string[]> =>
  (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.map(({ key }) => key);

it('a damaged original is mended once, and all its sizes are made from that [IMG-32]', async () => {
  const store = await newStore({ trashDays: 0 });
  const image = await createImage(store, 7, damagedPng);
  expect((await getPicture(image.url_tiny)).status).toBe(200);
  const { render_key: renderKey } = await blobOf(store);
  expect(await originalKeys(store)).toContain(renderKey);
  const mend = vi.fn<RenditionDeps['mend']>();
  expect(await serve(image.url_thumbnail, renditionDeps({ mend }))).toBe(200);
  expect(mend).not.toHaveBeenCalled();
  await v3(store, 'DELETE', '/catalog/products/7/images/1');
  const { results } = await env.DB.prepare('SELECT key FROM dropped_keys WHERE key = ?').bind(renderKey).all();
  expect(results).toHaveLength(1);
});

it('an original is mended by one request at a time; the others wait, and show what it was mended to [IMG-32]', async () => {
  const store = await newStore();
  const image = await createImage(store, 7, damagedPng);
  const barrier = new Barrier();
  const deps = renditionDeps();
  const slow = serve(
    image.url_tiny,
    renditionDeps({
      mend: async (bytes) => {
        await barrier.pass();
        return await deps.mend(bytes);
      },
    }),
  );
  await barrier.reached();
  let looks = 0;
  const mend = vi.fn<RenditionDeps['mend']>();
  const waiting = renditionDeps({
    mend,
    wait: async () => {
      looks += 1;
      if (looks < 3) return;
      barrier.open();
      await slow;
    },
  });
  expect(await serve(image.url_thumbnail, waiting)).toBe(200);
  expect([await slow, looks, mend.mock.calls.length]).toEqual([200, 3, 0]);
  expect(await originalKeys(store)).toHaveLength(2);
});

it('who waits too long for an original that is being mended hears when to come back', async () => {
  const store = await newStore();
  const image = await createImage(store, 7, damagedPng);
  const barrier = new Barrier();
  const deps = renditionDeps();
  const held = renditionDeps({
    mend: async (bytes) => {
      await barrier.pass();
      return await deps.mend(bytes);
    },
  });
  const slow = serve(image.url_tiny, held);
  await barrier.reached();
  expect(await serve(image.url_thumbnail, renditionDeps({ wait: () => Promise.resolve() }))).toBe(503);
  barrier.open();
  expect(await slow).toBe(200);
});

it('an original that another isolate is mending is left to it, for a minute', async () => {
  const store = await newStore();
  const image = await createImage(store, 7, damagedPng);
  const [originalKey = ''] = await originalKeys(store);
  const { refusedOriginals } = renditionDeps();
  const nowMs = 1_800_000_000_000;
  const claim = (atMs: number) => refusedOriginals.claim({ originalKey, renderKey: originalKey }, atMs, HOUR_MS);
  expect([await claim(nowMs), await claim(nowMs + 59_999)]).toEqual(['claimed', 'being-mended']);
  const waiting = renditionDeps({ nowMs: () => nowMs + 59_999, wait: () => Promise.resolve() });
  expect(await serve(image.url_tiny, waiting)).toBe(503);
  expect(await claim(nowMs + 60_000)).toBe('claimed');
  await refusedOriginals.remember({ originalKey }, nowMs);
  expect([await claim(nowMs + HOUR_MS - 1), await claim(nowMs + HOUR_MS)]).toEqual(['refused', 'claimed']);
  await refusedOriginals.replaceRenderSource({ originalKey, renderKey: originalKey }, 'originals/mended.png');
  expect(await claim(nowMs + HOUR_MS)).toBe('mended');
});

it('a copy that Images refuses later is replaced, and noted for the sweep', async () => {
  const store = await newStore();
  const image = await createImage(store, 7, damagedPng);
  await getPicture(image.url_tiny);
  const { render_key: first } = await blobOf(store);
  await env.BUCKET.put(first ?? '', damagedPng);
  expect(await serve(image.url_thumbnail, renditionDeps())).toBe(200);
  expect((await blobOf(store)).render_key).not.toBe(first);
  const { results } = await env.DB.prepare('SELECT kind FROM dropped_keys WHERE key = ?').bind(first).all();
  expect(results).toEqual([{ kind: 'object' }]);
});

it('an original of which nothing can be read is 422, and looked at once an hour for all its sizes [IMG-33]', async () => {
  const warnings = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const store = await newStore();
  const image = await createImage(store, 7, brokenWebp());
  const nowMs = 1_800_000_000_000;
  const first = renditionDeps({ nowMs: () => nowMs });
  expect(await serve(image.url_tiny, first)).toBe(422);
  expect(first.cost.imagesCalls).toBe(1);
  expect((await blobOf(store)).refused_at).toBe(nowMs);
  expect(warnings).toHaveBeenCalledWith({ event: 'original-unreadable', key: (await originalKeys(store))[0] });
  const again = renditionDeps({ nowMs: () => nowMs + HOUR_MS - 1 });
  for (const url of [image.url_tiny, image.url_thumbnail, image.url_zoom]) expect(await serve(url, again)).toBe(422);
  expect(again.cost).toMatchObject({ imagesCalls: 0, d1RowsWritten: 0 });
  const later = renditionDeps({ nowMs: () => nowMs + HOUR_MS });
  expect(await serve(image.url_tiny, later)).toBe(422);
  expect(later.cost.imagesCalls).toBe(1);
});
