import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { LibraryChange, LibraryCommit } from '../../src/catalogue/library-changes.ts';
import { changeLibrary, type LibraryPorts } from '../../src/catalogue/library.ts';
import type { MediaLibrary } from '../../src/catalogue/ports.ts';
import { parseSettings } from '../../src/model/settings.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { D1MediaLibrary } from '../../src/storage/media-library.ts';
import { upload } from '../gallery/commands.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const UNKNOWN: LibraryCommit = { kind: 'unknown' };

/** The library on the real database, with faults put into `commit`; nothing else of the ports is used. */
function portsWith(commit: (commitNow: () => Promise<LibraryCommit>, call: number) => Promise<LibraryCommit>): {
  ports: LibraryPorts;
  discarded: string[];
} {
  const inner = new D1MediaLibrary(new Database(env.DB, noCost()));
  let calls = 0;
  const discarded: string[] = [];
  const library: MediaLibrary = {
    commit: (...args) => commit(() => inner.commit(...args), (calls += 1)),
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
  access: {
    store: {
      id: store.id,
      hash: store.hash,
      name: '',
      settings: parseSettings('{}'),
      settingsVersion: 1,
      settingsChangedAtMs: 0,
    },
    scope: 'modify' as const,
  },
  kind,
  idempotency: key === undefined ? undefined : { key, fingerprint: 'f' },
});

const run = (ports: LibraryPorts, store: TestStore, change: LibraryChange, key?: string) =>
  changeLibrary(ports, writeOf(store, change.kind, key), () => Promise.resolve(ok(change)));

const countMedia = async (store: TestStore): Promise<unknown> =>
  await env.DB.prepare('SELECT count(*) AS n FROM media WHERE store_id = ?').bind(store.id).first('n');

describe('the answer of the database is lost', () => {
  it.each([undefined, 'key'])('takes a change that took for done (key %s)', async (key) => {
    const store = await newStore();
    const { ports, discarded } = portsWith(async (commitNow, call) => {
      const result = await commitNow();
      return call === 1 ? UNKNOWN : result;
    });
    const result = await run(ports, store, added('a.png'), key);
    expect(result).toMatchObject({ ok: true, value: { media: { id: 1 }, isReplay: false } });
    expect([await countMedia(store), discarded]).toEqual([1, []]);
  });

  it('sends a change again that did not take', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow, call) => (call === 1 ? Promise.resolve(UNKNOWN) : commitNow()));
    expect(await run(ports, store, added('a.png'))).toMatchObject({ ok: true, value: { media: { id: 1 } } });
    expect(await countMedia(store)).toBe(1);
  });

  it('takes a removal that took for done, though the media is gone', async () => {
    const store = await newStore();
    const { ports } = portsWith(async (commitNow, call) => {
      const result = await commitNow();
      return call === 2 ? UNKNOWN : result;
    });
    await run(ports, store, added('a.png'));
    const removed = await run(ports, store, { kind: 'remove', mediaId: 1 });
    expect(removed).toMatchObject({ ok: true, value: { media: { id: 1 }, isReplay: false } });
  });

  it('says busy, and writes nothing, when the database stays away', async () => {
    const store = await newStore();
    const { ports, discarded } = portsWith(() => Promise.resolve(UNKNOWN));
    expect(await run(ports, store, added('a.png'))).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    expect([await countMedia(store), discarded]).toEqual([0, []]);
  });
});

describe('a change that is refused', () => {
  it('drops the bytes at once', async () => {
    const store = await newStore();
    const { ports, discarded } = portsWith((commitNow) => commitNow());
    await run(ports, store, added('a.png'));
    const result = await run(ports, store, added('a.png'));
    expect(result).toEqual({ ok: false, fault: { kind: 'filename-taken' } });
    expect(discarded).toHaveLength(1);
  });

  it('is answered by what a twin with its key did', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow) => commitNow());
    await run(ports, store, added('a.png'));
    const removal: LibraryChange = { kind: 'remove', mediaId: 1 };
    await run(ports, store, removal, 'k');
    expect(await run(ports, store, removal, 'k')).toMatchObject({ ok: true, value: { isReplay: true } });
    expect(await run(ports, store, removal)).toMatchObject({ ok: false, fault: { kind: 'media-not-found' } });
  });

  it('before it has its bytes leaves nothing', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow) => commitNow());
    const fault = { kind: 'file-too-large', maxBytes: 1 } as const;
    const result = await changeLibrary(ports, writeOf(store, 'add', 'k'), () => Promise.resolve(fail(fault)));
    expect(result).toEqual({ ok: false, fault });
    expect(await run(ports, store, added('a.png'), 'k')).toMatchObject({ ok: true, value: { isReplay: false } });
  });

  it('because its bytes are too old to be trusted is one to try again', async () => {
    const store = await newStore();
    const { ports } = portsWith((commitNow) => commitNow());
    const change = added('a.png');
    if (change.kind !== 'add') throw new Error('no addition');
    const old = { ...change, media: { ...change.media, upload: { ...upload(), uploadedAtMs: 0 } } };
    expect(await run(ports, store, old)).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    // Once for each time that it was sent.
    expect(loggedErrors()).toEqual(Array.from({ length: 3 }, () => 'library-commit-failed'));
    expect(await countMedia(store)).toBe(0);
  });
});
