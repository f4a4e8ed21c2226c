import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Vitrine } from 'vitrine-client';
import { DEMO_PRODUCTS } from '../../../demo/products.ts';
import { fillDemoStoreOnce } from '../../../scripts/fill-demo-store.ts';
import { npmStart } from '../support/npm-start.ts';
import { processTree } from '../support/processes.ts';
import { freePort, untilFree } from '../support/ports.ts';
import { newStateDir } from '../support/service.ts';

/** How long filling may take on a slow machine that does other things as well. */
const FILL_TIMEOUT_MS = 120_000;

const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const state = await newStateDir();
const vitrine = new Vitrine({ url: origin, token: 'demo-token' });
const { signal } = new AbortController();

const start = (): ReturnType<typeof npmStart> => npmStart(port, state.path, { DEMO_STORE: 'full' });

/** Ends the service and all its processes without a chance to clean up. */
async function kill(pid: number): Promise<void> {
  for (const running of processTree(pid)) process.kill(running.pid, 'SIGKILL');
  await untilFree(port);
}

async function hasProducts(): Promise<boolean> {
  const { value: page } = await vitrine.products.list({ limit: 1 }).pages().next();
  return page !== undefined && page.items.length > 0;
}

let pid = 0;
let output = (): string => '';

beforeAll(async () => {
  const first = await start();
  ({ pid } = first);
  await vi.waitUntil(hasProducts, { timeout: FILL_TIMEOUT_MS, interval: 20 });
  await kill(first.pid);
  ({ pid, output } = await start());
  await vi.waitUntil(() => output().includes('The demo store is filled'), { timeout: FILL_TIMEOUT_MS });
}, 3 * FILL_TIMEOUT_MS);

afterAll(async () => {
  await kill(pid);
  await state.remove();
});

describe('a service that was killed while it filled the demo store, and started again', () => {
  it('says in a line that the store is filled, after it is up [DEMO-1]', () => {
    const count = DEMO_PRODUCTS.reduce((sum, { pictures }) => sum + pictures.length, 0);
    expect(output()).toMatch(
      new RegExp(
        `Vitrine is up[\\s\\S]*\\nThe demo store is filled: 15 products with ${count} pictures, in [\\d.]+ s\\.\\n`,
      ),
    );
  });

  it('has every product once, with its pictures in order [DEMO-3]', async () => {
    const ids = [];
    for await (const { id } of vitrine.products.list()) ids.push(id);
    expect(ids).toEqual(DEMO_PRODUCTS.map(({ id }) => id));
    for (const { id, pictures } of DEMO_PRODUCTS) {
      const { images } = await vitrine.products.get(id);
      const kept = [...pictures.filter(({ gallery }) => !gallery), ...pictures.filter(({ gallery }) => gallery)];
      expect(images.map(({ media, alt, alts }) => [media.fileName, alt, alts['cs']])).toEqual(
        kept.map(({ file, en = '', cs }) => [file, en, cs]),
      );
    }
  });

  it.each([
    ['no-image', 1015],
    ['no-alt', 1007],
    ['too-small', 1004],
    ['duplicate', 1010],
  ] as const)('has one product with the problem %s [DEMO-5]', async (problem, id) => {
    const found = [];
    for await (const product of vitrine.products.list({ problem })) found.push(product.id);
    expect(found).toEqual([id]);
  });

  it('has two products that miss Czech texts [DEMO-5]', async () => {
    const found = [];
    for await (const { id } of vitrine.products.list({ missingAlt: 'cs' })) found.push(id);
    expect(found).toEqual([1005, 1007]);
  });

  it('has variants, a turntable, many pictures, a main picture and one in the trash [DEMO-6]', async () => {
    const bottle = await vitrine.products.get(1012);
    expect(bottle.variants.map(({ variant, imageId, media }) => [variant, imageId, media?.fileName])).toEqual([
      ['10121', bottle.images[0]?.id, undefined],
      ['10122', bottle.images[2]?.id, undefined],
      ['10123', null, 'water-bottle-rust-cutout.png'],
    ]);
    const can = await vitrine.products.get(1014);
    expect(can.images.filter(({ gallery }) => gallery === 'shop360')).toHaveLength(24);
    expect((await vitrine.products.get(1011)).imageCount).toBeGreaterThan(60);
    expect((await vitrine.products.get(1002)).images.map(({ isMain }) => isMain).indexOf(true)).toBe(1);
    const trash = [];
    for await (const { productId, fileName } of vitrine.trash.list()) trash.push([productId, fileName]);
    expect(trash).toEqual([[1015, 'linen-cushion-teal-1.jpg']]);
  });
});

describe('a store that is not new', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is not filled again where it was filled, whatever was deleted since [DEMO-2]', async () => {
    const { images } = await vitrine.products.get(1003);
    const ids = images.map(({ id }) => id);
    await vitrine.images.delete(1003, ids, { references: 'clear' });
    await fillDemoStoreOnce({ origin, stateDir: state.path, signal });
    expect((await vitrine.products.get(1003)).imageCount).toBe(0);
  });

  it('is left as it is where it has products already [DEMO-2]', async () => {
    const another = await newStateDir();
    const { version } = await vitrine.products.get(1003);
    await fillDemoStoreOnce({ origin, stateDir: another.path, signal });
    expect(readFileSync(join(another.path, 'demo-store'), 'utf8')).toBe('filled');
    expect((await vitrine.products.get(1003)).version).toBe(version);
    await another.remove();
  });

  it('is left alone with DEMO_STORE=empty [DEMO-4]', async () => {
    vi.stubEnv('DEMO_STORE', 'empty');
    const another = await newStateDir();
    const mark = join(another.path, 'demo-store');
    writeFileSync(mark, 'filling');
    await fillDemoStoreOnce({ origin, stateDir: another.path, signal });
    expect(readFileSync(mark, 'utf8')).toBe('filling');
    await another.remove();
  });
});
