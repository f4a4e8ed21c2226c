import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { Bucket } from '../../src/platform/bucket.ts';
import { noCost } from '../../src/platform/cost.ts';
import { R2PictureStore } from '../../src/storage/picture-store.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { failingIn } from '../support/failing.ts';
import { TINY_PNG } from '../support/pictures.ts';

/** A store of pictures whose bucket fails in one way, and the tags that were purged. */
function storeFailingIn(method: 'put' | 'delete' | 'list', purgeFails = false) {
  const purged: (readonly string[])[] = [];
  const { binding } = failingIn(env.BUCKET, method, () => new Error('away'));
  const pictures = new R2PictureStore(new Bucket(binding, noCost()), (tags) => {
    purged.push(tags);
    return purgeFails ? Promise.reject(new Error('no purge')) : Promise.resolve();
  });
  return { pictures, purged };
}

const failed = (what: string, message = 'Error: away') => ({ event: 'bucket-failed', what, message });

describe('a bucket that fails', () => {
  it('has not taken what was put', async () => {
    const { pictures } = storeFailingIn('put');
    expect(await pictures.put('originals/x/1.png', TINY_PNG, 'image/png')).toBe(false);
    expect(loggedEntries()).toEqual([failed('put')]);
    const sound = storeFailingIn('delete').pictures;
    expect(await sound.put('originals/x/2.png', TINY_PNG, 'image/png')).toBe(true);
  });

  it('does not fail the write whose leftovers it keeps: the sweep removes them', async () => {
    await storeFailingIn('delete').pictures.discard(['originals/x/1.png']);
    expect(loggedEntries()).toEqual([failed('discard')]);
  });

  it('does not keep the edge from being purged, nor does a purge that fails fail the write', async () => {
    const { pictures, purged } = storeFailingIn('list', true);
    await pictures.dropRenditions(['derived/x/7/1/']);
    expect(purged).toEqual([['derived-x-7-1']]);
    expect(loggedEntries()).toEqual([failed('drop renditions'), failed('purge', 'Error: no purge')]);
  });
});
