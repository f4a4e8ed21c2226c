import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { executeWrite, type CommandPorts } from '../../src/catalogue/commands.ts';
import type { Command } from '../../src/gallery/commands.ts';
import { parseSettings } from '../../src/model/settings.ts';
import { create, remove, update, upload } from '../gallery/commands.ts';
import { expectWholeJournal } from '../support/journal.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { seededRandom, type SeededRandom } from '../support/seeded-random.ts';
import { accessTo } from '../support/access.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { faultyGalleries } from './faulty-galleries.ts';
import { allCounts, countImages, openGalleryStore } from './gallery-store.ts';

const PRODUCT = 7;
const STEPS = 25;
/** How often a client repeats a keyed request while it hears nothing of it. */
const MAX_TRIES = 4;

/** A request with an Idempotency-Key, or without one, and what the client was told. */
interface Sent {
  readonly key: string | undefined;
  readonly make: () => Command;
  readonly description: string | undefined;
  /** The ids of the images in the first answer. */
  answer: readonly number[] | undefined;
}

/** A client that sends random commands, and remembers what it was told. */
class Client {
  readonly sent: Sent[] = [];
  /** Originals whose bytes were discarded. */
  readonly discarded = new Set<string>();
  readonly touched = new Set<number>();
  /** Keys that heard something else when they were repeated. */
  readonly otherAnswers: string[] = [];
  readonly #store: TestStore;
  readonly #ports: CommandPorts;

  constructor(store: TestStore, galleries: CommandPorts['galleries']) {
    this.#store = store;
    const discard = (keys: readonly string[]): Promise<void> => {
      for (const key of keys) this.discarded.add(key);
      return Promise.resolve();
    };
    this.#ports = { galleries, pictures: { discard, dropRenditions: () => Promise.resolve() } };
  }

  get knownIds(): readonly number[] {
    const created = this.sent.filter(({ description }) => description !== undefined);
    return created.flatMap(({ answer }) => answer ?? []);
  }

  /** Sends a request once; returns whether the answer was final. */
  async send(request: Sent): Promise<boolean> {
    const { id, hash } = this.#store;
    const store = {
      id,
      hash,
      name: hash,
      settings: parseSettings('{}'),
      settingsVersion: 1,
      settingsChangedAtMs: 0,
      hasWebhooks: false,
    };
    const idempotency = request.key === undefined ? undefined : { key: request.key, fingerprint: request.key };
    const target = { access: accessTo(store), productId: PRODUCT };
    const write = { ...target, idempotency, allowedVersions: undefined };
    const result = await executeWrite(this.#ports, write, () => Promise.resolve({ ok: true, value: request.make() }));
    if (!result.ok) return result.fault.kind !== 'busy';
    const ids = result.value.rows.images.map((image) => image.id);
    // Whoever repeats a key hears the first answer.
    request.answer ??= ids;
    if (String(ids) !== String(request.answer))
      this.otherAnswers.push(`${request.key}: ${request.answer.join()}, then ${ids.join()}`);
    return true;
  }

  async step(random: SeededRandom, name: string): Promise<void> {
    const request = this.#random(random, name);
    this.sent.push(request);
    const tries = request.key === undefined ? 1 : MAX_TRIES;
    for (let attempt = 0; attempt < tries; attempt += 1) if (await this.send(request)) return;
  }

  #random(random: SeededRandom, name: string): Sent {
    const key = random.once(4) ? undefined : name;
    const sent = (make: () => Command, description?: string): Sent => ({ key, make, description, answer: undefined });
    const known = this.knownIds;
    const id = known[random.int(Math.max(1, known.length))];
    if (id === undefined || random.once(2)) {
      // Every third picture is the same one, and shares its blob.
      const shared = random.once(3);
      const count = 1 + random.int(2);
      const images = (): object => ({
        description: name,
        source: { kind: 'upload', upload: upload(shared ? 'same' : name) },
      });
      return sent(() => create(...Array.from({ length: count }, images)), name);
    }
    if (random.once(3)) {
      this.touched.add(id);
      return sent(() => remove(id));
    }
    if (random.once(3)) return sent(() => update(id, { upload: upload(`new-${name}`) }));
    if (random.once(3)) return sent(() => update(id, { focalPoint: { x: random.int(4) / 4, y: 0.5 } }));
    return sent(() => update(id, { sortOrder: random.int(5), isThumbnail: random.once(2) }));
  }
}

async function rowsOf(store: TestStore): Promise<{ id: number; description: string; is_thumbnail: number }[]> {
  const { results } = await env.DB.prepare(
    'SELECT id, description, is_thumbnail FROM product_images WHERE store_id = ? ORDER BY id',
  )
    .bind(store.id)
    .all<{ id: number; description: string; is_thumbnail: number }>();
  return results;
}

/** Runs one seed, looks at what is there afterwards, and returns how many requests were sent. */
async function runSeed(seed: number): Promise<number> {
  const random = seededRandom(seed);
  const store = await newStore();
  const { galleries, heal } = faultyGalleries(openGalleryStore(store, PRODUCT), random);
  const client = new Client(store, galleries);
  for (let step = 0; step < STEPS; step += 1) await client.step(random, `${seed}-${step}`);
  await heal();
  // Faults are over: every keyed request is repeated, and hears of its first effect.
  for (const request of client.sent) if (request.key !== undefined) expect(await client.send(request)).toBe(true);

  expect(client.otherAnswers).toEqual([]);
  const rows = await rowsOf(store);
  const ids = new Set(rows.map(({ id }) => id));
  for (const { description, answer, key } of client.sent) {
    if (description === undefined) continue;
    const there = rows.filter((row) => row.description === description);
    const kept = (answer ?? []).filter((id) => !client.touched.has(id));
    expect(kept.filter((id) => !ids.has(id))).toEqual([]);
    // Nothing is there twice: every image of this request is one that its answer names.
    if (key !== undefined) expect(there.filter(({ id }) => answer?.includes(id) !== true)).toEqual([]);
    else expect(there.length).toBeLessThanOrEqual(2);
  }
  expect(rows.filter((row) => row.is_thumbnail === 1).length).toBeLessThanOrEqual(1);
  if (rows.length > 0) expect(await countImages(store, PRODUCT)).toEqual(allCounts(rows.length));
  const { results } = await env.DB.prepare('SELECT original_key FROM blobs WHERE store_id = ?').bind(store.id).all();
  expect(results.filter(({ original_key: key }) => client.discarded.has(String(key)))).toEqual([]);
  await expectWholeJournal(store);
  return client.sent.length;
}

describe('random commands with random faults', () => {
  const seeds = Array.from({ length: 12 }, (_, index) => 20_261_121 + index);

  it.each(seeds)('seed %i: nothing acknowledged is lost, nothing is there twice, no bytes in use go', async (seed) => {
    expect(await runSeed(seed)).toBe(STEPS);
    // Lost answers are logged, as they are in operation.
    loggedEntries();
  });
});
