import { describe, expect, it } from 'vitest';
import { BUCKET_SIZE, LEAK_PER_SECOND, LeakyBucket } from '../../src/access/leaky-bucket.ts';

/** A bucket with `count` requests in it at `nowMs`. */
function filled(count: number, nowMs: number): LeakyBucket {
  const bucket = new LeakyBucket();
  for (let index = 0; index < count; index += 1) bucket.take(nowMs);
  return bucket;
}

describe('LeakyBucket', () => {
  it('counts requests', () => {
    expect(filled(4, 1000).take(1000)).toEqual({ level: 5, waitMs: undefined });
  });

  it('leaks ten requests a second [SH-12]', () => {
    expect(filled(50, 1000).take(3000)).toEqual({ level: 50 - 2 * LEAK_PER_SECOND + 1, waitMs: undefined });
    expect(filled(50, 1000).take(60_000)).toEqual({ level: 1, waitMs: undefined });
  });

  it('refuses a request that does not fit without counting it, and returns how long to wait [SH-12]', () => {
    const bucket = filled(BUCKET_SIZE, 1000);
    expect(bucket.take(1000)).toEqual({ level: BUCKET_SIZE, waitMs: 100 });
    expect(bucket.take(1050)).toEqual({ level: BUCKET_SIZE, waitMs: 50 });
    expect(bucket.take(1100)).toEqual({ level: BUCKET_SIZE, waitMs: undefined });
  });

  it('is not filled or emptied by a clock that goes back', () => {
    expect(filled(5, 2000).take(1000)).toEqual({ level: 6, waitMs: undefined });
  });
});
