import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { NO_CHANGES } from '../../src/gallery/changes.ts';
import type { CommitResult, Transaction } from '../../src/gallery/ports.ts';
import { create, update, upload } from '../gallery/commands.ts';
import { NO_ENTRY } from '../gallery/journal-entries.ts';
import { ACTOR } from '../support/access.ts';
import { loggedEntries, loggedErrors } from '../support/logged-errors.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { Barrier } from './barrier.ts';
import { allCounts, countImages, openGalleryStore, operation, withCommit } from './gallery-store.ts';

const now = (): number => Date.now();
const UNKNOWN: CommitResult = { kind: 'unknown' };

describe('a command handler that loses the answer of the database', () => {
  it('finds an operation that was committed, and answers with its rows', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const lossy = withCommit(inner, async (transaction, call) => {
      const result = await inner.commit(transaction);
      return call === 1 ? UNKNOWN : result;
    });
    const result = await new CommandHandler().execute(operation(create({ description: 'Front' })), lossy, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1, description: 'Front' }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('sends an operation again that was not committed', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const lossy = withCommit(inner, (transaction, call) =>
      call === 1 ? Promise.resolve(UNKNOWN) : inner.commit(transaction),
    );
    const result = await new CommandHandler().execute(operation(create({})), lossy, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('finds a batch that was committed after its timeout', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const late = new Barrier();
    let lateCommit: Promise<CommitResult> | undefined;
    const slow = withCommit(inner, async (transaction, call) => {
      if (call > 1) {
        // The first batch is committed just before the second one is sent, which is the worst moment.
        late.open();
        await lateCommit;
        return await inner.commit(transaction);
      }
      lateCommit = late.pass().then(() => inner.commit(transaction));
      return await lateCommit;
    });
    const result = await new CommandHandler(30).execute(operation(create({})), slow, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('answers busy, and writes nothing, while the database does not answer', async () => {
    const store = await newStore();
    const away = withCommit(openGalleryStore(store, 7), () => Promise.resolve(UNKNOWN));
    const result = await new CommandHandler().execute(operation(create({})), away, now);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    expect(await countImages(store, 7)).toEqual({});
  });

  it.each([101, 500])('finds it however many others were committed since: %i', async (count) => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const lossy = withCommit(inner, async (transaction, call) => {
      const result = await inner.commit(transaction);
      if (call > 1) return result;
      await moveOften(store, count);
      return UNKNOWN;
    });
    const result = await new CommandHandler().execute(operation(create({})), lossy, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('answers a repeated operation with the rows of the first execution', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const twice = operation(create({}));
    const first = await new CommandHandler().execute(twice, inner, now);
    await new CommandHandler().execute(operation(create({})), inner, now);
    const again = await new CommandHandler().execute({ ...twice, isRepeat: true }, inner, now);
    expect(again).toEqual(first);
    expect(await countImages(store, 7)).toEqual(allCounts(2));
  });
});

/** Executes that many commands for image 1 at a time, as another object of the product would. */
async function moveOften(store: TestStore, count: number): Promise<void> {
  const inner = openGalleryStore(store, 7);
  const handler = new CommandHandler();
  for (let other = 0; other < count; other += 1) {
    await handler.execute(operation(update(1, { sortOrder: other + 1 })), inner, now);
  }
}

/** Writes into the journal what that many commands for image 1 at a time would, and nothing else of them. */
async function journalMoves(store: TestStore, count: number): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
      INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, type, change)
      SELECT ?1, p.last_seq + i, ?3, 7, p.version + i, p.last_seq + i - 1, 'move-' || i, 'images.reordered', '{}'
        FROM products p CROSS JOIN n WHERE p.store_id = ?1 AND p.id = 7 ORDER BY i`,
  )
    .bind(store.id, count, now())
    .run();
}

describe('a repeat', () => {
  it.each([
    { count: 101, act: moveOften },
    { count: 5_000, act: journalMoves },
  ])('behind $count other commands has one effect', async ({ count, act }) => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const sent = operation(create({}));
    const first = await new CommandHandler().execute(sent, inner, now);
    await act(store, count);
    expect((await inner.load()).version).toBe(1 + count);
    const again = await new CommandHandler().execute({ ...sent, isRepeat: true }, inner, now);
    expect(again.ok && again.value.rows.images.map(({ id }) => id)).toEqual([1]);
    expect(first).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('whose first sending was never committed is executed', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    await new CommandHandler().execute(operation(create({})), inner, now);
    await moveOften(store, 101);
    const result = await new CommandHandler().execute({ ...operation(create({})), isRepeat: true }, inner, now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ id: 2 }] } } });
  });

  it('that another object executed is found by the first sending, which waits in a superseded one', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const superseded = new CommandHandler();
    await superseded.execute(operation(create({})), inner, now);
    const sent = operation(create({}));
    await new CommandHandler().execute({ ...sent, isRepeat: true }, inner, now);
    await moveOften(store, 101);
    const late = await superseded.execute(sent, inner, now);
    expect(late).toMatchObject({ ok: true, value: { rows: { images: [{ id: 2 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(2));
  });

  it('is not looked for where nothing was sent twice: a command reads no journal', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const handler = new CommandHandler();
    const blind = {
      ...withCommit(inner, (plan) => inner.commit(plan)),
      findCommitted: () => Promise.reject(new Error('looked for')),
    };
    const results = await Promise.all(
      Array.from({ length: 200 }, () => handler.execute(operation(create({})), blind, now)),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await countImages(store, 7)).toEqual(allCounts(200));
  });
});

describe('two command handlers of one product', () => {
  it('do not both commit on one version: the one with the stale state decides again', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const [handler, otherHandler] = [new CommandHandler(), new CommandHandler()];
    await handler.execute(operation(create(...Array.from({ length: 999 }, () => ({})))), inner, now);
    const barrier = new Barrier();
    const held = withCommit(inner, async (transaction, call) => {
      if (call === 1) await barrier.pass();
      return await inner.commit(transaction);
    });
    const slower = otherHandler.execute(operation(create({})), held, now);
    await barrier.reached();
    const faster = await handler.execute(operation(create({})), inner, now);
    barrier.open();
    expect(faster).toMatchObject({ ok: true });
    expect(await slower).toEqual({ ok: false, fault: { kind: 'product-full', maxImages: 1000 } });
    expect(await countImages(store, 7)).toEqual(allCounts(1000));
  });

  it('both move an image, and the second one decides on the result of the first', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const [handler, otherHandler] = [new CommandHandler(), new CommandHandler()];
    await handler.execute(operation(create({}, {}, {})), inner, now);
    const barrier = new Barrier();
    const held = withCommit(inner, async (transaction, call) => {
      if (call === 1) await barrier.pass();
      return await inner.commit(transaction);
    });
    const slower = otherHandler.execute(operation(update(2, { sortOrder: 0 })), held, now);
    await barrier.reached();
    await handler.execute(operation(update(3, { sortOrder: 0 })), inner, now);
    barrier.open();
    await slower;
    const { images } = await inner.load();
    expect(images.map(({ id, sortOrder }) => [id, sortOrder])).toEqual([
      [1, 2],
      [2, 0],
      [3, 1],
    ]);
  });

  it('refuse nothing on a stale state, but load the product again before they do', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const [handler, otherHandler] = [new CommandHandler(), new CommandHandler()];
    await handler.execute(operation(create({})), inner, now);
    await otherHandler.execute(operation(create({})), inner, now);
    const moved = await handler.execute(operation(update(2, { sortOrder: 5 })), inner, now);
    expect(moved).toMatchObject({ ok: true, value: { rows: { images: [{ id: 2, sortOrder: 5 }] } } });
    await otherHandler.execute(operation(update(2, { sortOrder: 7 })), inner, now);
    const back = await handler.execute(operation(update(2, { sortOrder: 5 })), inner, now);
    expect(back).toMatchObject({ ok: true, value: { rows: { images: [{ id: 2, sortOrder: 5 }] } } });
  });

  it('execute one Idempotency-Key once, and give the same answer', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const record = { scope: 'product:7', key: 'k', fingerprint: 'f' };
    const barrier = new Barrier();
    const held = withCommit(inner, async (transaction, call) => {
      if (call === 1) await barrier.pass();
      return await inner.commit(transaction);
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

  it('know what they committed themselves without an answer, so that nobody takes its bytes for those of a repeat', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const twice = withCommit(inner, async (transaction) => {
      await inner.commit(transaction);
      // Something on the way has sent the batch again.
      return { kind: 'duplicate-key' };
    });
    const record = { scope: 'product:7', key: 'k', fingerprint: 'f' };
    const answer = await new CommandHandler().execute(operation(create({}), record), twice, now);
    expect(answer).toMatchObject({ ok: true, value: { isReplay: false, rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('refuse the Idempotency-Key of another request, at whichever step they find its record', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
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

  it('answer a repeated deletion by its Idempotency-Key with the recorded result', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
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
    const inner = openGalleryStore(store, 7);
    await new CommandHandler().execute(operation(create({})), inner, now);
    const unchanged = await new CommandHandler().execute(operation(update(1, {})), inner, now);
    expect(unchanged).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect((await inner.load()).version).toBe(1);
  });

  it('leaves its record all the same where it has a key', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
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
    const result = await new CommandHandler().execute(
      operation(update(9, {}), record),
      openGalleryStore(store, 7),
      now,
    );
    expect(result).toEqual({ ok: false, fault: { kind: 'image-not-found', imageId: '9' } });
  });
});

describe('a step that fails', () => {
  it('is busy, is said in the log, and leaves the next command to begin anew', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const handler = new CommandHandler();
    const away = { ...withCommit(inner, (plan) => inner.commit(plan)), load: () => Promise.reject(new Error('away')) };
    const result = await handler.execute(operation(create({})), away, now);
    expect(result).toEqual({ ok: false, fault: { kind: 'busy', retryAfterSeconds: 1 } });
    expect(loggedEntries()).toEqual([{ event: 'gallery-step-failed', message: 'Error: away' }]);
    expect(await handler.execute(operation(create({})), inner, now)).toMatchObject({ ok: true });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('does not let an old copy of the product decide for the next command', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    const [handler, twin] = [new CommandHandler(), new CommandHandler()];
    const first = operation(create({}));
    await handler.execute(first, inner, now);
    const lost = {
      ...withCommit(inner, (plan) => inner.commit(plan)),
      readRows: () => Promise.reject(new Error('away')),
    };
    expect(await handler.execute({ ...first, isRepeat: true }, lost, now)).toMatchObject({
      ok: false,
      fault: { kind: 'busy' },
    });
    expect(loggedErrors()).toEqual(['gallery-step-failed']);
    await twin.execute(operation(create({})), inner, now);
    let loads = 0;
    const counted = { ...withCommit(inner, (plan) => inner.commit(plan)), load: () => ((loads += 1), inner.load()) };
    expect(await handler.execute(operation(create({})), counted, now)).toMatchObject({ ok: true });
    expect(loads).toBe(1);
    expect(await countImages(store, 7)).toEqual(allCounts(3));
  });
});

describe('the database', () => {
  const transaction = (expectedVersion: number, operationId: string): Transaction => ({
    operationId,
    uploadDigest: undefined,
    shift: undefined,
    actor: ACTOR,
    expected: { exists: expectedVersion > 0, version: expectedVersion },
    entry: NO_ENTRY,
    main: { kind: 'created', index: 0 },
    changes: {
      ...NO_CHANGES,
      inserted: [
        {
          gallery: 'shop',
          sortOrder: 0,
          isThumbnail: false,
          description: '',
          alts: {},
          focalPoint: undefined,
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
    const inner = openGalleryStore(store, 7);
    await inner.commit(transaction(0, 'a'));
    await inner.commit(transaction(1, 'b'));
    expect(await inner.commit(transaction(version, 'c'))).toEqual({ kind: 'stale' });
    expect(await countImages(store, 7)).toEqual(allCounts(2));
  });

  it('refuses a first batch of a product that expects a later version', async () => {
    const store = await newStore();
    expect(await openGalleryStore(store, 7).commit(transaction(4, 'a'))).toEqual({ kind: 'stale' });
    expect(await countImages(store, 7)).toEqual({});
  });

  it('refuses an image without media, and the deletion of a media that an image shows', async () => {
    const store = await newStore();
    await openGalleryStore(store, 7).commit(transaction(0, 'a'));
    const refused = (sql: string): Promise<string> =>
      env.DB.prepare(sql)
        .bind(store.id)
        .run()
        .then(
          () => 'succeeded',
          (error: unknown) => String(error),
        );
    expect(await refused('UPDATE product_images SET media_id = 99 WHERE store_id = ?')).toContain('media_missing');
    expect(await refused('DELETE FROM media WHERE store_id = ?')).toContain('media_in_use');
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });
});
