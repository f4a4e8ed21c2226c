import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { CachedPictures } from '../../src/worker/cached-pictures.ts';

/** The entrypoint with an edge cache that answers a purge so; what it was asked. */
function entrypointWith(result: CachePurgeResult) {
  const asked: CachePurgeOptions[] = [];
  const cache = {
    purge: (options: CachePurgeOptions) => {
      asked.push(options);
      return Promise.resolve(result);
    },
  };
  const context = Object.assign(createExecutionContext(), { cache });
  return { entrypoint: new CachedPictures(context, env), asked };
}

it('a purge that the platform has done is reported as done', async () => {
  const { entrypoint, asked } = entrypointWith({ success: true, errors: [] });
  expect(await entrypoint.purge(['derived-a-7', 'derived-a-8'])).toBe(true);
  expect(await entrypoint.purgeEverything()).toBe(true);
  expect(asked).toEqual([{ tags: ['derived-a-7', 'derived-a-8'] }, { purgeEverything: true }]);
});

it('a purge that the platform resolves and refuses is reported as refused, and why is in the log', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const errors = [{ code: 1134, message: 'rate limited' }];
  const { entrypoint } = entrypointWith({ success: false, errors });
  expect(await entrypoint.purge(['derived-a-7'])).toBe(false);
  expect(warn.mock.calls).toEqual([[{ event: 'purge-refused', errors }]]);
});
