import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { MOVED_TABLES } from '../../src/storage/moved-tables.ts';
import { tidyMoves } from '../../src/worker/run-store-move.ts';
import { createImage, listImages } from '../support/v3.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { fillEverything } from './full-store.ts';
import { ageLeftRows, askToMove, dump, guardsOf, move, newStoreIn, shardsWithRows } from './shards.ts';

describe('a move', () => {
  it('there and back leaves every row as it was, but for the numbers of blobs [SHARD-8]', async () => {
    const store = await newStoreIn('DB', { origins: ['https://shop.example'] });
    await fillEverything(store, 'DB');
    const before = await dump('DB', store.id);
    const empty = MOVED_TABLES.filter(({ name }) => before[name]?.length === 0).map(({ name }) => name);
    expect(empty).toEqual([]);
    expect(await move(store, 'DB_2')).toMatchObject({ phase: 'moved', shard: 'DB_2' });
    expect(await dump('DB_2', store.id)).toEqual(before);
    expect(await move(store, 'DB')).toMatchObject({ phase: 'waiting' });
    await ageLeftRows('DB');
    expect(await move(store, 'DB')).toMatchObject({ phase: 'moved', shard: 'DB' });
    expect(await dump('DB', store.id)).toEqual(before);
    await ageLeftRows('DB_2');
    await tidyMoves(env, Date.now());
    expect(await shardsWithRows(store.id)).toEqual(['DB']);
    expect([await guardsOf('DB'), await guardsOf('DB_2')]).toEqual([0, 0]);
  });

  it('takes everything along that the APIs answer with [SHARD-8]', async () => {
    const store = await newStoreIn('DB');
    const { pictureUrl } = await fillEverything(store, 'DB');
    const before = await listImages(store, 7);
    await move(store, 'DB_3');
    expect(await listImages(store, 7)).toEqual(before);
    expect((await exports.default.fetch(pictureUrl)).status).toBe(200);
    await createImage(store, 7, TINY_PNG);
    expect(await listImages(store, 7)).toHaveLength(before.length + 1);
    expect(await askToMove(store, 'DB_3')).toMatchObject({ phase: 'moved' });
  });
});
