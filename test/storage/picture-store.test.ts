import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { Bucket } from '../../src/platform/bucket.ts';
import { noCost } from '../../src/platform/cost.ts';
import { R2PictureStore } from '../../src/storage/picture-store.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { failingIn } from '../support/failing.ts';
import { TINY_PNG } from '../support/pictures.ts';

/** A store of pictures whose bucket fails in one way. */
function storeFailingIn(method: 'put' | 'delete' | 'list'): R2PictureStore {
  const { binding } = failingIn(env.BUCKET, method, () => new Error('away'));
  return new R2PictureStore(new Bucket(binding, noCost()));
}

const failed = (what: string) => ({ event: 'bucket-failed', what, message: 'Error: away' });

describe('a bucket that fails', () => {
  it('has not taken what was put', async () => {
    const pictures = storeFailingIn('put');
    expect(await pictures.put('originals/x/1.png', TINY_PNG, 'image/png')).toBe(false);
    expect(loggedEntries()).toEqual([failed('put')]);
    const sound = storeFailingIn('delete');
    expect(await sound.put('originals/x/2.png', TINY_PNG, 'image/png')).toBe(true);
  });

  it('does not fail the write whose leftovers it keeps: the sweep removes them', async () => {
    await storeFailingIn('delete').discard(['originals/x/1.png']);
    expect(loggedEntries()).toEqual([failed('discard')]);
  });

  it('does not fail the write whose renditions it keeps', async () => {
    await storeFailingIn('list').dropRenditions(['derived/x/7/1/']);
    expect(loggedEntries()).toEqual([failed('drop renditions')]);
  });
});
