import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { LibraryChange, LibraryCommit } from '../../src/catalogue/library-changes.ts';
import { changeLibrary, type LibraryPorts } from '../../src/catalogue/library.ts';
import type { MediaLibrary } from '../../src/catalogue/ports.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { D1MediaLibrary } from '../../src/storage/media-library.ts';
import { upload } from '../gallery/commands.ts';
import { accessTo, storeWith } from '../support/access.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const UNKNOWN: LibraryCommit = { kind: 'unknown' };

/**
 * Returns ports with the library on the real database, whose `commit` is replaced, and the keys that were discarded.
 */
function portsWith(commit: (commitNow: () => Promise<LibraryCommit>, call: number) => Promise<LibraryCommit>): {
  ports: LibraryPorts;
  discarded: string[];
} {
  const inner = new D1MediaLibrary(new Database(env.DB, noCost()));
  let calls = 0;
  const discarded: string[] = [];
  const library: MediaLibrary = {
    commit: (...args) => commit(() => inner.commit(...args), (calls += 1)),
    missing: () => Promise.resolve(new Set<number>()),
    findRecord: (...args) => inner.findRecord(...args),
  };
  const pictures = {
    discard: (keys: readonly string[]) => {
      discarded.push(...keys);
      return Promise.resolve();
    },
  };
  return { ports: { library, pictures, nowMs: Date.now }, discarded };
}

const added = (filename: string): LibraryChange => ({
  kind: 'add',
  media: { upload: upload(), folder: 'general', isPinned: true, altText: '', name: { kind: 'exact', filename } },
});

const writeOf = (store: TestStore, kind: LibraryChange['kind'], key?: string) => ({
  access: accessTo(storeWith({}, store)),
  kind,
  idempotency: key === undefined ? undefined : { key, fingerprint: 'f' },
});

const run = (ports: LibraryPorts, store: TestStore, change: LibraryChange, key?: string) =>
  changeLibrary(ports, writeOf(store, change.kind, key), () => Promise.resolve(ok(change)));

const countMedia = async (store: TestStore): Promise<unknown> =>
  await env.DB.prepare('SELECT count(*) AS n FROM media WHERE store_id = ?').bind(store.id).first('n');

describe('a library that loses the answer of the database', () => {
  it.each([undefined, 'key'])('finds a change that was committed (key %s)', async (key) => {
    const store = await newStore();
    const { ports, discarded } = portsWith(async (commitNow, call) => {
      const result = await commitNow();
      return call === 1 ? UNKNOWN : result;
    });
    const result = await run(ports, store, added('a.png'), key);
    expect(result).toMatchObject({ ok: true, value: { media: { id: 1 }, isReplay: false } });
    expect([await countMedia(store), discarded]).toEqual([1, []]);
  });

  it('sends a change again that was not committed', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow, call) => (call === 1 ? Promise.resolve(UNKNOWN) : commitNow()));
    expect(await run(ports, store, added('a.png'))).toMatchObject({ ok: true, value: { media: { id: 1 } } });
    expect(await countMedia(store)).toBe(1);
  });

  it('finds a removal that was committed, although the media no longer exists', async () => {
    const store = await newStore();
    const { ports } = portsWith(async (commitNow, call) => {
      const result = await commitNow();
      return call === 2 ? UNKNOWN : result;
    });
    await run(ports, store, added('a.png'));
    const removed = await run(ports, store, { kind: 'remove', mediaId: 1 });
    expect(removed).toMatchObject({ ok: true, value: { media: { id: 1 }, isReplay: false } });
  });

  it('answers busy, and writes nothing, while the database does not answer', async () => {
    const store = await newStore();
    const { ports, discarded } = portsWith(() => Promise.resolve(UNKNOWN));
    expect(await run(ports, store, added('a.png'))).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    expect([await countMedia(store), discarded]).toEqual([0, []]);
  });
});

describe('a change that is refused', () => {
  it('has its bytes removed at once', async () => {
    const store = await newStore();
    const { ports, discarded } = portsWith((commitNow) => commitNow());
    await run(ports, store, added('a.png'));
    const result = await run(ports, store, added('a.png'));
    expect(result).toEqual({ ok: false, fault: { kind: 'filename-taken' } });
    expect(discarded).toHaveLength(1);
  });

  it('is answered with the recorded result of an earlier request with its Idempotency-Key', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow) => commitNow());
    await run(ports, store, added('a.png'));
    const removal: LibraryChange = { kind: 'remove', mediaId: 1 };
    await run(ports, store, removal, 'k');
    expect(await run(ports, store, removal, 'k')).toMatchObject({ ok: true, value: { isReplay: true } });
    expect(await run(ports, store, removal)).toMatchObject({ ok: false, fault: { kind: 'media-not-found' } });
  });

  it('before its bytes were stored leaves no record', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow) => commitNow());
    const fault = { kind: 'file-too-large', maxBytes: 1 } as const;
    const result = await changeLibrary(ports, writeOf(store, 'add', 'k'), () => Promise.resolve(fail(fault)));
    expect(result).toEqual({ ok: false, fault });
    expect(await run(ports, store, added('a.png'), 'k')).toMatchObject({ ok: true, value: { isReplay: false } });
  });

  it('because its bytes are too old is answered busy', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow) => commitNow());
    const change = added('a.png');
    if (change.kind !== 'add') throw new Error('no addition');
    const old = { ...change, media: { ...change.media, upload: { ...upload(), uploadedAtMs: 0 } } };
    expect(await run(ports, store, old)).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    // The change was sent, and its failure logged, three times.
    expect(loggedErrors()).toEqual(Array.from({ length: 3 }, () => 'library-commit-failed'));
    expect(await countMedia(store)).toBe(0);
  });
});
