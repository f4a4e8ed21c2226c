import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_RECENT_OPERATIONS } from '../../src/gallery/evolve.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { NO_CHANGES } from '../../src/gallery/changes.ts';
import type { CommitResult, Transaction } from '../../src/gallery/ports.ts';
import { create, update, upload } from '../gallery/commands.ts';
import { captureErrors } from '../support/errors.ts';
import { newStore } from '../support/stores.ts';
import { Barrier } from './barrier.ts';
import { allCounts, countImages, openStore, operation, withCommit } from './product.ts';

const now = (): number => Date.now();
const UNKNOWN: CommitResult = { kind: 'unknown' };

describe('a gallery whose database’s answer is lost', () => {
  it('takes an operation that took for done, and answers with its rows', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const lossy = withCommit(inner, async (plan, call) => {
      const result = await inner.commit(plan);
      return call === 1 ? UNKNOWN : result;
    });
    const result = await new CommandHandler().execute(operation(create({ description: 'Front' })), lossy, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1, description: 'Front' }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('sends an operation again that did not take', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const lossy = withCommit(inner, (plan, call) => (call === 1 ? Promise.resolve(UNKNOWN) : inner.commit(plan)));
    const result = await new CommandHandler().execute(operation(create({})), lossy, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('is not misled by a batch that lands after it was given up', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const late = new Barrier();
    let landing: Promise<CommitResult> | undefined;
    const slow = withCommit(inner, async (plan, call) => {
      if (call > 1) {
        // The first batch lands just before the second: the worst moment.
        late.open();
        await landing;
        return await inner.commit(plan);
      }
      landing = late.pass().then(() => inner.commit(plan));
      return await landing;
    });
    const result = await new CommandHandler(30).execute(operation(create({})), slow, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('says busy, and writes nothing twice, when the database stays away', async () => {
    const store = await newStore();
    const away = withCommit(openStore(store, 7), () => Promise.resolve(UNKNOWN));
    const result = await new CommandHandler().execute(operation(create({})), away, now);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    expect(await countImages(store, 7)).toEqual({});
  });

  it('says busy rather than guess when a hundred others came in between', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const lossy = withCommit(inner, async (plan) => {
      await inner.commit(plan);
      for (let other = 0; other < MAX_RECENT_OPERATIONS; other += 1) {
        await new CommandHandler().execute(operation(update(1, { sortOrder: other + 1 })), inner, now);
      }
      return UNKNOWN;
    });
    const result = await new CommandHandler().execute(operation(create({})), lossy, now);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('knows the operation again when the caller repeats it later', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const twice = operation(create({}));
    const first = await new CommandHandler().execute(twice, inner, now);
    await new CommandHandler().execute(operation(create({})), inner, now);
    const again = await new CommandHandler().execute(twice, inner, now);
    expect(again).toEqual(first);
    expect(await countImages(store, 7)).toEqual(allCounts(2));
  });
});

describe('two galleries of one product at once', () => {
  it('cannot both win: the one with the old copy decides again', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const [desk, twin] = [new CommandHandler(), new CommandHandler()];
    await desk.execute(operation(create(...Array.from({ length: 999 }, () => ({})))), inner, now);
    const barrier = new Barrier();
    const held = withCommit(inner, async (plan, call) => {
      if (call === 1) await barrier.pass();
      return await inner.commit(plan);
    });
    const slower = twin.execute(operation(create({})), held, now);
    await barrier.reached();
    const faster = await desk.execute(operation(create({})), inner, now);
    barrier.open();
    expect(faster).toMatchObject({ ok: true });
    expect(await slower).toEqual({ ok: false, fault: { kind: 'product-full', maxImages: 1000 } });
    expect(await countImages(store, 7)).toEqual(allCounts(1000));
  });

  it('both move, and the second sees what the first did', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const [desk, twin] = [new CommandHandler(), new CommandHandler()];
    await desk.execute(operation(create({}, {}, {})), inner, now);
    const barrier = new Barrier();
    const held = withCommit(inner, async (plan, call) => {
      if (call === 1) await barrier.pass();
      return await inner.commit(plan);
    });
    const slower = twin.execute(operation(update(2, { sortOrder: 0 })), held, now);
    await barrier.reached();
    await desk.execute(operation(update(3, { sortOrder: 0 })), inner, now);
    barrier.open();
    await slower;
    const { images } = await inner.load();
    expect(images.map(({ id, sortOrder }) => [id, sortOrder])).toEqual([
      [1, 2],
      [2, 0],
      [3, 1],
    ]);
  });

  it('refuse nothing on an old copy: the one that finds a fault looks again first', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const [desk, twin] = [new CommandHandler(), new CommandHandler()];
    await desk.execute(operation(create({})), inner, now);
    await twin.execute(operation(create({})), inner, now);
    const moved = await desk.execute(operation(update(2, { sortOrder: 5 })), inner, now);
    expect(moved).toMatchObject({ ok: true, value: { rows: { images: [{ id: 2, sortOrder: 5 }] } } });
    await twin.execute(operation(update(2, { sortOrder: 7 })), inner, now);
    const back = await desk.execute(operation(update(2, { sortOrder: 5 })), inner, now);
    expect(back).toMatchObject({ ok: true, value: { rows: { images: [{ id: 2, sortOrder: 5 }] } } });
  });

  it('take one Idempotency-Key once, and answer alike', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const record = { scope: 'product:7', key: 'k', fingerprint: 'f' };
    const barrier = new Barrier();
    const held = withCommit(inner, async (plan, call) => {
      if (call === 1) await barrier.pass();
      return await inner.commit(plan);
    });
    const slower = new CommandHandler().execute(operation(create({}), record), held, now);
    await barrier.reached();
    const faster = await new CommandHandler().execute(operation(create({}), record), inner, now);
    barrier.open();
    const answer = await slower;
    expect(faster).toMatchObject({ ok: true, value: { isReplay: false } });
    expect(answer).toMatchObject({ ok: true, value: { isReplay: true } });
    expect(answer.ok && answer.value.rows).toEqual(faster.ok && faster.value.rows);
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('refuse the Idempotency-Key of another request, at whichever step they find its record', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const record = { scope: 'product:7', key: 'k', fingerprint: 'f' };
    const other = { ...record, fingerprint: 'of another request' };
    await new CommandHandler().execute(operation(create({}), record), inner, now);
    const reused = { ok: false, fault: { kind: 'key-reused' } };
    const atTheBatch = operation(create({}), other);
    expect(await new CommandHandler().execute(atTheBatch, inner, now)).toEqual(reused);
    const atTheDecision = operation({ kind: 'delete', gallery: 'shop', imageIds: [99] }, other);
    expect(await new CommandHandler().execute(atTheDecision, inner, now)).toEqual(reused);
    const atTheMedia = operation(create({ source: { kind: 'media', mediaId: 99 } }), other);
    expect(await new CommandHandler().execute(atTheMedia, inner, now)).toEqual(reused);
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('let a deletion that a twin did stand as the answer of its key', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const record = { scope: 'product:7', key: 'd', fingerprint: 'f' };
    await new CommandHandler().execute(operation(create({}, {})), inner, now);
    const deletion = { kind: 'delete', gallery: 'shop', imageIds: [1] } as const;
    await new CommandHandler().execute(operation(deletion, record), inner, now);
    const again = await new CommandHandler().execute(operation(deletion, record), inner, now);
    expect(again).toMatchObject({ ok: true, value: { isReplay: true } });
  });
});

describe('a command that changes nothing', () => {
  it('leaves the version as it was, so that nobody has to read the product again', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    await new CommandHandler().execute(operation(create({})), inner, now);
    const unchanged = await new CommandHandler().execute(operation(update(1, {})), inner, now);
    expect(unchanged).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect((await inner.load()).version).toBe(1);
  });

  it('leaves its record all the same where it has a key', async () => {
    const store = await newStore();
    const inner = openStore(store, 7);
    const record = { scope: 'product:7', key: 'k', fingerprint: 'f' };
    await new CommandHandler().execute(operation(create({})), inner, now);
    for (const isReplay of [false, true]) {
      const result = await new CommandHandler().execute(operation(update(1, {}), record), inner, now);
      expect(result).toMatchObject({ ok: true, value: { isReplay } });
    }
  });

  it('because it is refused says why, also with a key that was never used', async () => {
    const store = await newStore();
    const record = { scope: 'product:7', key: 'k', fingerprint: 'f' };
    const result = await new CommandHandler().execute(operation(update(9, {}), record), openStore(store, 7), now);
    expect(result).toEqual({ ok: false, fault: { kind: 'image-not-found', imageId: '9' } });
  });
});

describe('a step that fails', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is busy, is said in the log, and leaves the next command to begin anew', async () => {
    const errors = captureErrors();
    const store = await newStore();
    const inner = openStore(store, 7);
    const desk = new CommandHandler();
    const away = { ...withCommit(inner, (plan) => inner.commit(plan)), load: () => Promise.reject(new Error('away')) };
    const result = await desk.execute(operation(create({})), away, now);
    expect(result).toEqual({ ok: false, fault: { kind: 'busy', retryAfterSeconds: 1 } });
    expect(errors.events()).toEqual([{ event: 'gallery-step-failed', message: 'Error: away' }]);
    expect(await desk.execute(operation(create({})), inner, now)).toMatchObject({ ok: true });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('does not let an old copy of the product decide for the next command', async () => {
    captureErrors();
    const store = await newStore();
    const inner = openStore(store, 7);
    const [desk, twin] = [new CommandHandler(), new CommandHandler()];
    const first = operation(create({}));
    await desk.execute(first, inner, now);
    const lost = {
      ...withCommit(inner, (plan) => inner.commit(plan)),
      readRows: () => Promise.reject(new Error('away')),
    };
    expect(await desk.execute(first, lost, now)).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    await twin.execute(operation(create({})), inner, now);
    let loads = 0;
    const counted = { ...withCommit(inner, (plan) => inner.commit(plan)), load: () => ((loads += 1), inner.load()) };
    expect(await desk.execute(operation(create({})), counted, now)).toMatchObject({ ok: true });
    expect(loads).toBe(1);
    expect(await countImages(store, 7)).toEqual(allCounts(3));
  });
});

describe('the database itself', () => {
  const plan = (expectedVersion: number, operationId: string): Transaction => ({
    operationId,
    expectedVersion,
    changes: {
      ...NO_CHANGES,
      inserted: [
        {
          gallery: 'shop',
          sortOrder: 0,
          isThumbnail: false,
          description: '',
          source: { kind: 'upload', upload: upload() },
          revision: 1,
        },
      ],
    },
    selection: { imageIds: [], variants: [], includesMainImage: false },
    record: undefined,
    nowMs: 0,
  });

  it.each([1, 3, 7])('refuses a batch that expects version %i of a product at 2, as a whole', async (version) => {
    const store = await newStore();
    const inner = openStore(store, 7);
    await inner.commit(plan(0, 'a'));
    await inner.commit(plan(1, 'b'));
    expect(await inner.commit(plan(version, 'c'))).toEqual({ kind: 'stale' });
    expect(await countImages(store, 7)).toEqual(allCounts(2));
  });

  it('refuses a first batch of a product that expects a later version', async () => {
    const store = await newStore();
    expect(await openStore(store, 7).commit(plan(4, 'a'))).toEqual({ kind: 'stale' });
    expect(await countImages(store, 7)).toEqual({});
  });

  it('keeps no image without media, and lets no media go that an image shows', async () => {
    const store = await newStore();
    await openStore(store, 7).commit(plan(0, 'a'));
    const refused = (sql: string): Promise<string> =>
      env.DB.prepare(sql)
        .bind(store.id)
        .run()
        .then(
          () => 'went through',
          (error: unknown) => String(error),
        );
    expect(await refused('UPDATE product_images SET media_id = 99 WHERE store_id = ?')).toContain('media_missing');
    expect(await refused('DELETE FROM media WHERE store_id = ?')).toContain('media_in_use');
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });
});
