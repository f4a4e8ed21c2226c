import { describe, expect, it } from 'vitest';
import {
  type CommandPorts,
  executeRecorded,
  executeWrite,
  type PrepareCommand,
  type WriteRequest,
} from '../../src/catalogue/commands.ts';
import type { Fault } from '../../src/catalogue/faults.ts';
import type { Refusal } from '../../src/catalogue/ports.ts';
import type { Command } from '../../src/gallery/commands.ts';
import type { GalleryFault } from '../../src/gallery/faults.ts';
import type { CommandResult, GalleryAddress, KeyLockResult, Operation } from '../../src/gallery/operation.ts';
import type { IdempotencyRecord } from '../../src/gallery/ports.ts';
import { ASSIGNED_PRODUCT_IDS, productGuid } from '../../src/model/product-guid.ts';
import { fail, ok, type Result } from '../../src/platform/result.ts';
import { create, refer, remove, update, upload } from '../gallery/commands.ts';
import { ACTOR, accessTo, storeWith } from '../support/access.ts';

const FREE: KeyLockResult = { kind: 'free' };
const DONE: CommandResult = {
  rows: { images: [], variants: [], mainImageId: undefined },
  obsoleteIds: [],
  isReplay: false,
};
const REPLAYED: CommandResult = { ...DONE, isReplay: true };
const BUSY: GalleryFault = { kind: 'busy', retryAfterSeconds: 1 };
const FULL: GalleryFault = { kind: 'product-full', maxImages: 1000 };

/** A key being locked or given back. */
interface KeyCall {
  readonly address: GalleryAddress;
  readonly record: IdempotencyRecord;
  readonly operationId: string;
}

/** A gallery that answers as it is told, and all that was asked of it and of the bucket. */
function fakePorts({
  locked = ok(FREE),
  executed = ok(DONE),
}: {
  readonly locked?: Result<KeyLockResult, GalleryFault>;
  readonly executed?: Result<CommandResult, Refusal>;
} = {}) {
  const seen = {
    acquired: new Array<KeyCall>(),
    released: new Array<KeyCall>(),
    executed: new Array<{ readonly address: GalleryAddress; readonly operation: Operation }>(),
    discarded: new Array<readonly string[]>(),
    dropped: new Array<readonly string[]>(),
  };
  const ports: CommandPorts = {
    galleries: {
      acquireKey: (address, record, operationId) => {
        seen.acquired.push({ address, record, operationId });
        return Promise.resolve(locked);
      },
      execute: (address, operation) => {
        seen.executed.push({ address, operation });
        return Promise.resolve(executed);
      },
      releaseKey: (address, record, operationId) => {
        seen.released.push({ address, record, operationId });
        return Promise.resolve();
      },
    },
    pictures: {
      discard: (keys) => {
        seen.discarded.push(keys);
        return Promise.resolve();
      },
      dropRenditions: (prefixes) => {
        seen.dropped.push(prefixes);
        return Promise.resolve();
      },
    },
  };
  return { ports, seen };
}

const KEY = { key: 'k', fingerprint: 'f' };
const RECORD: IdempotencyRecord = { scope: 'job:1', key: '0', fingerprint: 'item' };

const request = (fields: Partial<WriteRequest> = {}): WriteRequest => ({
  access: accessTo(storeWith()),
  productId: 7,
  idempotency: undefined,
  allowedVersions: undefined,
  ...fields,
});

const giving = (command: Command): PrepareCommand => {
  return () => Promise.resolve(ok(command));
};

/** A preparation that must not happen. */
const never: PrepareCommand = () => Promise.reject(new Error('prepared all the same'));

const ownPicture = (): Command => ({
  kind: 'set-variant-image',
  variant: '3',
  picture: { kind: 'own', upload: upload() },
});

const executeKeyed = (ports: CommandPorts, prepare: PrepareCommand) =>
  executeWrite(ports, request({ idempotency: KEY, locksKey: true }), prepare);

describe('executeWrite', () => {
  it('hands the command to the gallery of its product, with the versions that it may change', async () => {
    const { ports, seen } = fakePorts();
    const command = remove(5);
    expect(await executeWrite(ports, request({ allowedVersions: [3] }), giving(command))).toEqual(ok(DONE));
    const product = { storeId: 1, productId: 7 };
    expect(seen.executed).toEqual([
      {
        address: { product, guid: productGuid(product) },
        operation: {
          operationId: expect.stringMatching(/^[\w-]{16}$/),
          command,
          actor: ACTOR,
          rawProductId: '7',
          registeredProductsOnly: false,
          allowedVersions: [3],
          record: undefined,
        },
      },
    ]);
  });

  it.each([
    { settings: { registeredProductsOnly: true }, productId: 7, mustBeThere: true },
    { settings: {}, productId: ASSIGNED_PRODUCT_IDS.first, mustBeThere: true },
    { settings: {}, productId: 7, mustBeThere: false },
  ])('says that product $productId of a store with $settings must be there: $mustBeThere', async (given) => {
    const { ports, seen } = fakePorts();
    const access = accessTo(storeWith(given.settings));
    await executeWrite(ports, request({ access, productId: given.productId }), giving(remove(5)));
    expect(seen.executed.map(({ operation }) => operation.registeredProductsOnly)).toEqual([given.mustBeThere]);
  });

  it('gives every command an operation id of its own', async () => {
    const { ports, seen } = fakePorts();
    for (const _ of [1, 2]) await executeWrite(ports, request(), giving(remove(5)));
    expect(new Set(seen.executed.map(({ operation }) => operation.operationId)).size).toBe(2);
  });

  it('locks no key where there is none', async () => {
    const { ports, seen } = fakePorts();
    await executeWrite(ports, request(), giving(remove(5)));
    expect([seen.acquired, seen.released]).toEqual([[], []]);
  });

  it('answers with the fault of the preparation, and asks the gallery nothing', async () => {
    const { ports, seen } = fakePorts();
    const fault: Fault = { kind: 'image-missing' };
    expect(await executeWrite(ports, request(), () => Promise.resolve(fail(fault)))).toEqual(fail(fault));
    expect(seen.executed).toEqual([]);
  });
});

describe('executeWrite with an Idempotency-Key', () => {
  it('hands it on with the command, and asks nothing before where nothing is fetched', async () => {
    const { ports, seen } = fakePorts();
    await executeWrite(ports, request({ idempotency: KEY }), giving(create({})));
    expect(seen.executed.map(({ operation }) => operation.record)).toEqual([{ scope: 'product:7', ...KEY }]);
    expect([seen.acquired, seen.released, seen.discarded]).toEqual([[], [], []]);
  });
});

describe('executeWrite that locks its Idempotency-Key', () => {
  it('locks the key for the operation that follows, which gives it back itself', async () => {
    const { ports, seen } = fakePorts();
    await executeKeyed(ports, giving(remove(5)));
    const record = { scope: 'product:7', ...KEY };
    const [call] = seen.executed;
    expect(call?.operation.record).toEqual(record);
    expect(seen.acquired).toEqual([{ address: call?.address, record, operationId: call?.operation.operationId }]);
    expect(seen.released).toEqual([]);
  });

  it('answers with what the key did before, and takes no bytes in', async () => {
    const { ports, seen } = fakePorts({ locked: ok({ kind: 'answered', executed: REPLAYED }) });
    expect(await executeKeyed(ports, never)).toEqual(ok(REPLAYED));
    expect([seen.executed, seen.released, seen.dropped]).toEqual([[], [], []]);
  });

  it.each<GalleryFault>([{ kind: 'key-reused' }, { kind: 'operation-in-progress', retryAfterSeconds: 1 }, BUSY])(
    'answers $kind without taking bytes in, and leaves the key to whoever has it',
    async (fault) => {
      const { ports, seen } = fakePorts({ locked: fail(fault) });
      expect(await executeKeyed(ports, never)).toEqual(fail(fault));
      expect([seen.executed, seen.released]).toEqual([[], []]);
    },
  );

  it('gives the key back when the preparation fails', async () => {
    const { ports, seen } = fakePorts();
    const fault: Fault = { kind: 'image-missing' };
    expect(await executeKeyed(ports, () => Promise.resolve(fail(fault)))).toEqual(fail(fault));
    expect(seen.released).toEqual(seen.acquired);
    expect(seen.released).toHaveLength(1);
  });

  it('gives the key back when the preparation throws', async () => {
    const { ports, seen } = fakePorts();
    await expect(executeKeyed(ports, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(seen.released).toEqual(seen.acquired);
    expect(seen.released).toHaveLength(1);
  });
});

describe('executeRecorded', () => {
  it('hands the command on with its record, for any version, and locks nothing', async () => {
    const { ports, seen } = fakePorts();
    const target = { access: accessTo(storeWith()), productId: 7 };
    expect(await executeRecorded(ports, target, RECORD, giving(remove(5)))).toEqual(ok(DONE));
    expect(seen.executed.map(({ operation }) => [operation.record, operation.allowedVersions])).toEqual([
      [RECORD, undefined],
    ]);
    expect([seen.acquired, seen.released]).toEqual([[], []]);
  });

  it('answers with the fault of the preparation, and asks the gallery nothing', async () => {
    const { ports, seen } = fakePorts();
    const fault: Fault = { kind: 'image-missing' };
    const target = { access: accessTo(storeWith()), productId: 7 };
    expect(await executeRecorded(ports, target, RECORD, () => Promise.resolve(fail(fault)))).toEqual(fail(fault));
    expect(seen.executed).toEqual([]);
  });
});

/** Both ways to execute a command on product 7. */
const WAYS = [
  {
    way: 'executeWrite',
    execute: (ports: CommandPorts, command: Command) => executeWrite(ports, request(), giving(command)),
  },
  {
    way: 'executeRecorded',
    execute: (ports: CommandPorts, command: Command) => executeRecorded(ports, request(), RECORD, giving(command)),
  },
] as const;

describe.each(WAYS)('the bytes that came with a command ($way)', ({ execute }) => {
  const carriers = (): readonly Command[] => [create({}, {}), update(5, { upload: upload() }), ownPicture()];

  it('stay when the command was committed', async () => {
    for (const command of carriers()) {
      const { ports, seen } = fakePorts();
      await execute(ports, command);
      expect(seen.discarded).toEqual([]);
    }
  });

  it('stay while it is unknown whether the command was committed: they may be part of the catalogue', async () => {
    for (const command of carriers()) {
      const { ports, seen } = fakePorts({ executed: fail({ fault: BUSY, isFinal: false }) });
      expect(await execute(ports, command)).toEqual(fail(BUSY));
      expect([seen.discarded, seen.dropped]).toEqual([[], []]);
    }
  });

  it('stay when the command was refused in a repeat: its first sending may still be executed', async () => {
    for (const command of carriers()) {
      const { ports, seen } = fakePorts({ executed: fail({ fault: FULL, isFinal: false }) });
      expect(await execute(ports, command)).toEqual(fail(FULL));
      expect([seen.discarded, seen.dropped]).toEqual([[], []]);
    }
  });

  it('go when the command was executed before: the answer shows those of its first request', async () => {
    const { ports, seen } = fakePorts({ executed: ok(REPLAYED) });
    const file = upload();
    await execute(ports, create({ source: { kind: 'upload', upload: file } }));
    expect(seen.discarded).toEqual([[file.originalKey]]);
  });

  it('go when the command was refused, what was made of them too', async () => {
    const { ports, seen } = fakePorts({ executed: fail({ fault: FULL, isFinal: true }) });
    const [plain, drawn] = [upload(), { ...upload(), renderKey: 'originals/test/x.render.png' }];
    const sources = [plain, drawn].map((file) => ({ source: { kind: 'upload', upload: file } as const }));
    expect(await execute(ports, create(...sources))).toEqual(fail(FULL));
    expect(seen.discarded).toEqual([[plain.originalKey, drawn.originalKey, drawn.renderKey]]);
    expect(seen.dropped).toEqual([]);
  });

  it('are none where a refused command brought none', async () => {
    for (const command of [remove(5), refer('3', 5), create({ source: { kind: 'media', mediaId: 1 } })]) {
      const { ports, seen } = fakePorts({ executed: fail({ fault: FULL, isFinal: true }) });
      await execute(ports, command);
      expect(seen.discarded).toEqual([]);
    }
  });
});

describe.each(WAYS)('the renditions that a command made obsolete ($way)', ({ execute }) => {
  const page: Command = { kind: 'delete-page', gallery: 'shop', offset: 0, limit: undefined };
  const both: Command = {
    kind: 'update',
    gallery: 'shop',
    makeRoom: false,
    updates: [5, 6].map((imageId) => ({
      imageId,
      sortOrder: undefined,
      isThumbnail: undefined,
      description: 'Words',
      focalPoint: undefined,
      upload: imageId === 5 ? upload() : undefined,
    })),
  };

  it.each([
    ['a new image', create({}), []],
    ['other words', update(5, { description: 'Words' }), []],
    ['a replaced picture beside other words', both, ['derived/shop1/7/5/']],
    ['a deletion', remove(5, 6), ['derived/shop1/7/5/', 'derived/shop1/7/6/']],
    ['a page deleted, by what the gallery found there', page, ['derived/shop1/7/8/', 'derived/shop1/7/9/']],
    ['a variant’s own picture', ownPicture(), ['derived/shop1/7/v3/']],
    ['a variant’s reference', refer('3', 5), ['derived/shop1/7/v3/']],
  ])('by %s go', async (_what, command, prefixes) => {
    const { ports, seen } = fakePorts({ executed: ok({ ...DONE, obsoleteIds: [8, 9] }) });
    await execute(ports, command);
    expect(seen.dropped).toEqual(prefixes.length === 0 ? [] : [prefixes]);
  });

  it('stay where the answer is an earlier one: since then the same picture may have come back', async () => {
    const { ports, seen } = fakePorts({ executed: ok({ ...REPLAYED, obsoleteIds: [8] }) });
    for (const command of [remove(5), page, both, ownPicture(), refer('3', 5)]) await execute(ports, command);
    expect(seen.dropped).toEqual([]);
  });

  it('stay where the command was refused', async () => {
    const { ports, seen } = fakePorts({ executed: fail({ fault: FULL, isFinal: true }) });
    for (const command of [remove(5), both, ownPicture()]) await execute(ports, command);
    expect(seen.dropped).toEqual([]);
  });
});
