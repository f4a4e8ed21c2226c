import { describe, expect, it } from 'vitest';
import type { LibraryFault } from '../../src/catalogue/faults.ts';
import { changeLibrary, type LibraryPorts, type LibraryWrite } from '../../src/catalogue/library.ts';
import type { LibraryChange, LibraryCommit, LibraryTransaction } from '../../src/catalogue/library-changes.ts';
import type { Media, Upload } from '../../src/model/media.ts';
import { fail, ok, type Result } from '../../src/platform/result.ts';
import { upload } from '../gallery/commands.ts';
import { ACTOR, accessTo, storeWith } from '../support/access.ts';

const MEDIA: Media = {
  id: 1,
  folder: 'general',
  filename: 'a.png',
  fileStem: 'a',
  altText: '',
  format: 'png',
  byteCount: 1,
  widthPx: 1,
  heightPx: 1,
  updatedAtMs: 1,
};
const NOW_MS = 1_700_000_000_000;
const COMMITTED: LibraryCommit = { kind: 'committed', media: MEDIA };
const UNKNOWN: LibraryCommit = { kind: 'unknown' };
const TAKEN: LibraryFault = { kind: 'filename-taken' };
const REFUSED: LibraryCommit = { kind: 'refused', fault: TAKEN };
const DUPLICATE: LibraryCommit = { kind: 'duplicate-key' };
const BUSY = fail({ kind: 'busy', retryAfterSeconds: 1 });

interface Recorded {
  readonly fingerprint: string;
  readonly media: Media;
}

/**
 * A library that answers its commits in turn, the last answer for all that follow.
 *
 * @param records what `findRecord` finds, in turn; nothing after the last.
 */
function fakePorts(commits: readonly LibraryCommit[], records: readonly (Recorded | undefined)[] = []) {
  const seen = {
    commits: new Array<Omit<LibraryTransaction, 'change' | 'operationId'>>(),
    lookups: new Array<readonly [number, string, string]>(),
    discarded: new Array<readonly string[]>(),
  };
  const ports: LibraryPorts = {
    library: {
      commit: ({ change: _change, operationId: _id, ...seenOfIt }) => {
        seen.commits.push(seenOfIt);
        return Promise.resolve(commits[seen.commits.length - 1] ?? commits.at(-1) ?? UNKNOWN);
      },
      missing: () => Promise.resolve(new Set<number>()),
      findRecord: (storeId, scope, key) => {
        seen.lookups.push([storeId, scope, key]);
        return Promise.resolve(records[seen.lookups.length - 1]);
      },
    },
    pictures: {
      discard: (keys) => {
        seen.discarded.push(keys);
        return Promise.resolve();
      },
    },
    nowMs: () => NOW_MS,
  };
  return { ports, seen };
}

const addition = (file: Upload = upload()): LibraryChange => ({
  kind: 'add',
  media: { upload: file, folder: 'general', isPinned: true, altText: '', name: { kind: 'exact', filename: 'a.png' } },
});
const REMOVAL: LibraryChange = { kind: 'remove', mediaId: 1 };

const KEY = { key: 'k', fingerprint: 'f' };
const RECORDED: Recorded = { fingerprint: KEY.fingerprint, media: MEDIA };
const OTHER: Recorded = { ...RECORDED, fingerprint: 'of another request' };

function change(
  ports: LibraryPorts,
  requested: LibraryChange,
  idempotency?: LibraryWrite['idempotency'],
  prepare: () => Promise<Result<LibraryChange, LibraryFault>> = () => Promise.resolve(ok(requested)),
) {
  return changeLibrary(ports, { access: accessTo(storeWith()), kind: requested.kind, idempotency }, prepare);
}

/** A preparation that must not happen. */
const never = (): Promise<never> => Promise.reject(new Error('prepared all the same'));

describe('changeLibrary', () => {
  it('commits a change in its store, and keeps its bytes', async () => {
    const { ports, seen } = fakePorts([COMMITTED]);
    expect(await change(ports, addition())).toEqual(ok({ media: MEDIA, isReplay: false }));
    expect(seen.commits).toEqual([
      {
        storeId: 1,
        record: { scope: 'media:add', key: expect.any(String), fingerprint: '' },
        actor: ACTOR,
        nowMs: NOW_MS,
      },
    ]);
    expect([seen.lookups, seen.discarded]).toEqual([[], []]);
  });

  it('gives every change without a key a record of its own', async () => {
    const { ports, seen } = fakePorts([COMMITTED]);
    for (const _ of [1, 2]) await change(ports, REMOVAL);
    expect(new Set(seen.commits.map(({ record }) => record.key)).size).toBe(2);
  });

  it('writes nothing where the preparation fails', async () => {
    const { ports, seen } = fakePorts([COMMITTED]);
    expect(await change(ports, addition(), KEY, () => Promise.resolve(fail(TAKEN)))).toEqual(fail(TAKEN));
    expect([seen.commits, seen.discarded]).toEqual([[], []]);
  });

  it('drops the bytes of a change that was refused at once, what was made of them too', async () => {
    const file = { ...upload(), renderKey: 'originals/test/x.render.png' };
    const { ports, seen } = fakePorts([REFUSED]);
    expect(await change(ports, addition(file))).toEqual(fail(TAKEN));
    expect(seen.discarded).toEqual([[file.originalKey, file.renderKey]]);
    const plain = upload();
    const again = fakePorts([REFUSED]);
    await change(again.ports, addition(plain));
    expect(again.seen.discarded).toEqual([[plain.originalKey]]);
  });

  it('drops nothing where a refused change brought no bytes', async () => {
    const { ports, seen } = fakePorts([REFUSED]);
    expect(await change(ports, REMOVAL)).toEqual(fail(TAKEN));
    expect(seen.discarded).toEqual([]);
  });
});

describe('changeLibrary with an Idempotency-Key', () => {
  it('answers with what the key did before, and takes no bytes in', async () => {
    const { ports, seen } = fakePorts([COMMITTED], [RECORDED]);
    expect(await change(ports, addition(), KEY, never)).toEqual(ok({ media: MEDIA, isReplay: true }));
    expect(seen.lookups).toEqual([[1, 'media:add', 'k']]);
    expect([seen.commits, seen.discarded]).toEqual([[], []]);
  });

  it('refuses the key of another request, and takes no bytes in', async () => {
    const { ports, seen } = fakePorts([COMMITTED], [OTHER]);
    expect(await change(ports, addition(), KEY, never)).toEqual(fail({ kind: 'key-reused' }));
    expect(seen.commits).toEqual([]);
  });

  it('writes the change under the key', async () => {
    const { ports, seen } = fakePorts([COMMITTED]);
    await change(ports, addition(), KEY);
    expect(seen.commits.map(({ record }) => record)).toEqual([{ scope: 'media:add', ...KEY }]);
  });

  it.each([
    ['the same request', RECORDED, ok({ media: MEDIA, isReplay: true })],
    ['another request', OTHER, fail({ kind: 'key-reused' })],
  ])('that a twin used meanwhile for %s drops its own bytes, and answers by the twin’s record', async (...twin) => {
    const [, record, answer] = twin;
    for (const commit of [DUPLICATE, REFUSED]) {
      const file = upload();
      const { ports, seen } = fakePorts([commit], [undefined, record]);
      expect(await change(ports, addition(file), KEY)).toEqual(answer);
      expect(seen.discarded).toEqual([[file.originalKey]]);
      expect(seen.commits).toHaveLength(1);
    }
  });
});

describe('changeLibrary whose answer is lost', () => {
  it('sends the same record again', async () => {
    const { ports, seen } = fakePorts([UNKNOWN, COMMITTED]);
    expect(await change(ports, addition())).toEqual(ok({ media: MEDIA, isReplay: false }));
    const [first, second] = seen.commits;
    expect(second).toEqual(first);
    expect(seen.discarded).toEqual([]);
  });

  it('keeps the bytes when it is refused later: the first attempt may have taken', async () => {
    for (const last of [DUPLICATE, REFUSED]) {
      const { ports, seen } = fakePorts([UNKNOWN, last], [{ fingerprint: '', media: MEDIA }]);
      const result = await change(ports, addition());
      expect(result).toEqual(ok({ media: MEDIA, isReplay: false }));
      expect(seen.discarded).toEqual([]);
    }
  });

  it('finds its own record also without a key', async () => {
    const { ports, seen } = fakePorts([UNKNOWN, DUPLICATE], [{ fingerprint: '', media: MEDIA }]);
    expect(await change(ports, REMOVAL)).toEqual(ok({ media: MEDIA, isReplay: false }));
    expect(seen.lookups).toEqual([[1, 'media:remove', seen.commits[0]?.record.key]]);
  });

  it('is refused where nothing of it was committed', async () => {
    const { ports, seen } = fakePorts([UNKNOWN, REFUSED], [undefined]);
    expect(await change(ports, addition())).toEqual(fail(TAKEN));
    expect(seen.discarded).toEqual([]);
  });

  it('is busy after three attempts, and keeps the bytes', async () => {
    const { ports, seen } = fakePorts([UNKNOWN]);
    expect(await change(ports, addition())).toEqual(BUSY);
    expect(seen.commits).toHaveLength(3);
    expect(seen.discarded).toEqual([]);
  });
});
