import { describe, expect, it, vi } from 'vitest';
import { ingestUpload, type AcceptedFiles, type ImageSource, type UploadPorts } from '../../src/catalogue/upload.ts';
import type { IngestFault } from '../../src/ingest/faults.ts';
import { MAX_FILE_BYTES } from '../../src/ingest/limits.ts';
import type { RemoteFile } from '../../src/ingest/fetch-remote.ts';
import { sha256Hex } from '../../src/platform/digest.ts';
import { MemoryBudget, NO_MEMORY } from '../../src/platform/memory-budget.ts';
import { fail, ok, type Result } from '../../src/platform/result.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';

const NOW_MS = 1_700_000_000_000;
const URL_OF_PICTURE = 'http://pictures.test/shoe.png';

/** A world that delivers one file by URL and by import, and a bucket that takes what `takes` says. */
function fakePorts({
  remote = ok({ bytes: TINY_PNG, fileName: 'shoe.png' }),
  takes = () => true,
  hasRoom = true,
}: {
  readonly remote?: Result<RemoteFile, IngestFault>;
  readonly takes?: (key: string) => boolean;
  readonly hasRoom?: boolean;
} = {}) {
  const seen = {
    fetched: new Array<readonly [string, number | undefined]>(),
    imported: new Array<readonly [string, string]>(),
    opened: new Array<readonly [string, number]>(),
    heldAtFetch: new Array<number>(),
    scaled: new Array<Uint8Array>(),
    put: new Array<{ readonly key: string; readonly bytes: Uint8Array; readonly contentType: string }>(),
  };
  const maxBytes = hasRoom ? 2 * MAX_FILE_BYTES : 10;
  const memory = new MemoryBudget({ maxBytes, maxShareBytes: maxBytes, maxWaitMs: 0, maxHeldMs: 1_000 });
  const ports: UploadPorts = {
    fetchPicture: async (url, { maxCharacters, reserve }) => {
      seen.fetched.push([url, maxCharacters]);
      seen.heldAtFetch.push(memory.heldBytes);
      const size = remote.ok ? remote.value.bytes.length : 0;
      return (await reserve(size)) ? remote : fail(NO_MEMORY);
    },
    imports: {
      read: (storeHash, path) => {
        seen.imported.push([storeHash, path]);
        return Promise.resolve(remote);
      },
    },
    openMemory: (storeHash, mostBytes) => {
      seen.opened.push([storeHash, mostBytes]);
      return memory.open(storeHash, mostBytes);
    },
    pictures: {
      put: (key, bytes, contentType) => {
        seen.put.push({ key, bytes, contentType });
        return Promise.resolve(takes(key));
      },
    },
    scaledPixels: (bytes, { widthPx, heightPx }) => {
      seen.scaled.push(bytes);
      return Promise.resolve(new Uint8Array(widthPx * heightPx * 4).fill(255));
    },
    nowMs: () => NOW_MS,
  };
  return { ports, seen, memory };
}

const file = (bytes: Uint8Array, fileName?: string): ImageSource => ({ kind: 'file', bytes, fileName });
const FROM_URL: ImageSource = { kind: 'url', url: URL_OF_PICTURE };
const IMPORTED: ImageSource = { kind: 'import', path: 'a/shoe.png' };
const NO_PICTURE = new TextEncoder().encode('no picture');

describe('the placeholder of an upload', () => {
  it('is null where Images fails, and the upload is stored all the same [V1-51]', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { ports, seen } = fakePorts();
    const scaledPixels = (): Promise<never> => Promise.reject(new Error('busy'));
    const uploaded = await ingestUpload({ ...ports, scaledPixels }, 'shop1', file(TINY_PNG));
    expect(uploaded).toMatchObject({ ok: true, value: { placeholder: null } });
    expect(seen.put).toHaveLength(1);
  });

  it('is null where Images does not answer in two seconds [V1-51]', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.useFakeTimers();
    try {
      const scaledPixels = (): Promise<never> => new Promise(() => undefined);
      const uploading = ingestUpload({ ...fakePorts().ports, scaledPixels }, 'shop1', file(TINY_PNG));
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await uploading).toMatchObject({ ok: true, value: { placeholder: null } });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['cup-landscape.jpg', 0],
    ['cup-24-bits.bmp', 0],
    ['cup.wbmp', 0],
    ['cup.xbm', 0],
    ['cup-palette.png', 1],
    ['cup-static.gif', 1],
    ['cup-square.webp', 1],
    ['cup-cmyk.jpg', 1],
  ])('of %s costs %i calls of Images [V1-50]', async (name, calls) => {
    const { ports, seen } = fakePorts();
    const uploaded = await ingestUpload(ports, 'shop1', file(sample(name)));
    expect(uploaded).toMatchObject({ ok: true, value: { placeholder: { color: expect.stringMatching(/^#/) } } });
    expect(seen.scaled).toHaveLength(calls);
  });
});

describe('ingestUpload of a file', () => {
  it('puts it under a new key of its store and describes it', async () => {
    const { ports, seen } = fakePorts();
    const uploaded = await ingestUpload(ports, 'shop1', file(TINY_PNG, 'Rote Schuhe.png'));
    const [stored] = seen.put;
    expect(seen.put).toEqual([
      {
        key: expect.stringMatching(/^originals\/shop1\/[\da-f-]{36}\.png$/),
        bytes: TINY_PNG,
        contentType: 'image/png',
      },
    ]);
    expect(uploaded).toEqual(
      ok({
        originalKey: stored?.key,
        renderKey: null,
        sha256: await sha256Hex(TINY_PNG),
        format: 'png',
        byteCount: TINY_PNG.byteLength,
        widthPx: 1,
        heightPx: 1,
        frameCount: 1,
        hasAlpha: true,
        placeholder: { thumbHash: expect.any(String), color: '#ffffff' },
        originalName: 'Rote Schuhe.png',
        fileStem: 'rote-schuhe',
        uploadedAtMs: NOW_MS,
      }),
    );
  });

  it('never uses a key twice, whatever the bytes', async () => {
    const { ports, seen } = fakePorts();
    for (const _ of [1, 2]) await ingestUpload(ports, 'shop1', file(TINY_PNG));
    expect(new Set(seen.put.map(({ key }) => key)).size).toBe(2);
  });

  it('puts what sizes are made from beside an original that Images cannot read', async () => {
    const { ports, seen } = fakePorts();
    const uploaded = await ingestUpload(ports, 'shop1', file(sample('cup.wbmp')));
    const [original, drawn] = seen.put;
    expect(uploaded).toMatchObject({ ok: true, value: { originalKey: original?.key, renderKey: drawn?.key } });
    expect(seen.put.map(({ contentType }) => contentType)).toEqual(['image/vnd.wap.wbmp', 'image/png']);
    expect(drawn?.key).toBe(original?.key.replace(/wbmp$/, 'render.png'));
  });

  it('puts a clean copy beside an original with flaws that Images refuses [IMG-25]', async () => {
    const { ports, seen } = fakePorts();
    const clean = sample('cup-static.gif');
    const flawed = clean.subarray(0, -1);
    const uploaded = await ingestUpload(ports, 'shop1', file(flawed));
    const [original, copy] = seen.put;
    expect(uploaded).toMatchObject({ ok: true, value: { originalKey: original?.key, renderKey: copy?.key } });
    expect(seen.put.map(({ contentType }) => contentType)).toEqual(['image/gif', 'image/gif']);
    expect(copy?.key).toBe(original?.key.replace(/gif$/, 'render.gif'));
    expect([original?.bytes, copy?.bytes]).toEqual([flawed, clean]);
  });

  it.each([
    ['the original', 'cup-landscape.jpg', /\.jpg$/],
    ['the original that something was made from', 'cup.wbmp', /\.wbmp$/],
    ['what was made from it', 'cup.wbmp', /\.render\.png$/],
  ])('is overloaded where the bucket does not take %s', async (_what, name, lost) => {
    const { ports } = fakePorts({ takes: (key) => !lost.test(key) });
    const uploaded = await ingestUpload(ports, 'shop1', file(sample(name)));
    expect(uploaded).toEqual(fail({ kind: 'overloaded', retryAfterSeconds: 2 }));
  });

  it('stores nothing of what is no picture', async () => {
    const { ports, seen } = fakePorts();
    const uploaded = await ingestUpload(ports, 'shop1', file(NO_PICTURE));
    expect(uploaded).toMatchObject({ ok: false, fault: { kind: 'picture-unsupported' } });
    expect(seen.put).toEqual([]);
  });

  it('takes the limit and not a byte more', async () => {
    const { ports, seen } = fakePorts();
    const accepted = (maxBytes: number): AcceptedFiles => ({ maxBytes, formats: undefined });
    const exact = await ingestUpload(ports, 'shop1', file(TINY_PNG), accepted(TINY_PNG.byteLength));
    expect(exact).toMatchObject({ ok: true });
    const maxBytes = TINY_PNG.byteLength - 1;
    const longer = await ingestUpload(ports, 'shop1', file(TINY_PNG), accepted(maxBytes));
    expect(longer).toEqual(fail({ kind: 'file-too-large', maxBytes }));
    const huge = await ingestUpload(ports, 'shop1', file(new Uint8Array(MAX_FILE_BYTES + 1)));
    expect(huge).toEqual(fail({ kind: 'file-too-large', maxBytes: MAX_FILE_BYTES }));
    expect(seen.put).toHaveLength(1);
  });

  it('refuses a format that the caller does not take, and stores nothing of it', async () => {
    const { ports, seen } = fakePorts();
    const accepted: AcceptedFiles = { maxBytes: MAX_FILE_BYTES, formats: ['gif', 'jpeg'] };
    const uploaded = await ingestUpload(ports, 'shop1', file(TINY_PNG), accepted);
    const reason = 'The file is image/png, which is not accepted here.';
    expect(uploaded).toEqual(fail({ kind: 'picture-unsupported', reason }));
    expect(seen.put).toEqual([]);
  });
});

describe('ingestUpload from elsewhere', () => {
  it('holds no memory of its store before bytes of a URL come, then holds those, and none afterwards', async () => {
    const { ports, seen, memory } = fakePorts();
    let heldWhilePut = 0;
    const pictures: UploadPorts['pictures'] = {
      put: (...args) => {
        heldWhilePut = memory.heldBytes;
        return ports.pictures.put(...args);
      },
    };
    await ingestUpload({ ...ports, pictures }, 'shop1', FROM_URL);
    expect(seen.opened).toEqual([['shop1', MAX_FILE_BYTES]]);
    expect([seen.heldAtFetch, heldWhilePut, memory.heldBytes]).toEqual([[0], TINY_PNG.byteLength, 0]);
  });

  it('holds room for the largest file before it reads one of the import folder, and none afterwards', async () => {
    const { ports, memory } = fakePorts();
    const held: number[] = [];
    const imports: UploadPorts['imports'] = {
      read: (...args) => {
        held.push(memory.heldBytes);
        return ports.imports.read(...args);
      },
    };
    await ingestUpload({ ...ports, imports }, 'shop1', IMPORTED);
    expect([held, memory.heldBytes]).toEqual([[MAX_FILE_BYTES], 0]);
  });

  it('stores nothing where there is no room', async () => {
    for (const source of [FROM_URL, IMPORTED]) {
      const { ports, seen, memory } = fakePorts({ hasRoom: false });
      expect(await ingestUpload(ports, 'shop1', source)).toEqual(fail(NO_MEMORY));
      expect([seen.imported, seen.put, memory.heldBytes]).toEqual([[], [], 0]);
    }
  });

  it('asks for the URL within the length that the caller allows', async () => {
    const { ports, seen } = fakePorts();
    await ingestUpload(ports, 'shop1', { kind: 'url', url: URL_OF_PICTURE, maxCharacters: 2000 });
    await ingestUpload(ports, 'shop1', FROM_URL);
    expect(seen.fetched).toEqual([
      [URL_OF_PICTURE, 2000],
      [URL_OF_PICTURE, undefined],
    ]);
  });

  it('reads the import folder of the store and of no other', async () => {
    const { ports, seen } = fakePorts();
    await ingestUpload(ports, 'shop1', IMPORTED);
    expect(seen.imported).toEqual([['shop1', 'a/shoe.png']]);
  });

  it('hands on why nothing could be fetched, and stores nothing', async () => {
    const fault: IngestFault = {
      kind: 'download-failed',
      url: URL_OF_PICTURE,
      reason: 'Status 503.',
      isTemporary: true,
    };
    const { ports, seen } = fakePorts({ remote: fail(fault) });
    expect(await ingestUpload(ports, 'shop1', FROM_URL)).toEqual(fail(fault));
    expect(seen.put).toEqual([]);
  });

  it('calls a URL that led to no picture a failed download, for good', async () => {
    const { ports } = fakePorts({ remote: ok({ bytes: NO_PICTURE, fileName: undefined }) });
    const uploaded = await ingestUpload(ports, 'shop1', FROM_URL);
    expect(uploaded).toEqual(
      fail({ kind: 'download-failed', url: URL_OF_PICTURE, reason: expect.stringMatching(/no picture that we know/) }),
    );
  });

  it('says of an imported file what it says of one that was sent', async () => {
    const { ports } = fakePorts({ remote: ok({ bytes: NO_PICTURE, fileName: undefined }) });
    const uploaded = await ingestUpload(ports, 'shop1', IMPORTED);
    expect(uploaded).toMatchObject({ ok: false, fault: { kind: 'picture-unsupported' } });
  });

  it('is overloaded, and no failed download, where the bucket takes nothing', async () => {
    const { ports } = fakePorts({ takes: () => false });
    const uploaded = await ingestUpload(ports, 'shop1', FROM_URL);
    expect(uploaded).toEqual(fail({ kind: 'overloaded', retryAfterSeconds: 2 }));
  });
});
