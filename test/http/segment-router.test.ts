import { TrieRouter } from 'hono/router/trie-router';
import { expect, it } from 'vitest';
import { SegmentRouter } from '../../src/http/segment-router.ts';
import { createApp } from '../../src/worker/app.ts';

/** Returns the handlers that a router finds, with the parameters of each, however it hands them out. */
function found(router: Pick<SegmentRouter<string>, 'match'>, method: string, path: string): readonly unknown[] {
  const [handlers, stash] = router.match(method, path);
  return handlers.map(([handler, parameters]) => [
    handler,
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, typeof value === 'number' ? stash?.[value] : value]),
    ),
  ]);
}

const PATHS = [
  '/',
  '/s-demo/products/1/images/2/a__12345.1.386.513.jpg',
  '/s-demo',
  '/stores/demo/v3/catalog/products/7/images',
  '/stores/demo/v3/catalog/products/7/images/8',
  '/stores/demo/v3/unknown',
  '/stores/demo/v2/products/images/count',
  '/stores/demo/v2/products/7/images',
  '/stores/s-demo',
  '/stores',
  '/api/v2/products/7/images',
  '/api/products/0f8fad5b-d9cb-469f-a165-70867728950e/images/shop',
  '/api/eshop',
  '/api',
  '/v1/products/7',
  '/v1',
  '/v1.3/products/7/images',
  '/products/7/images',
  '/media/5',
  '/docs',
  '/docs/guides/start.html',
  '/admin/',
  '/operator/sweep',
  '/healthz',
  '/nothing/of/the/kind',
  '//stores/demo/v3',
];

it('finds the same handlers as one router for all routes, in the same order', () => {
  const routers = { one: new TrieRouter<string>(), ours: new SegmentRouter<string>() };
  createApp().routes.forEach(({ method, path }, index) => {
    for (const router of Object.values(routers)) router.add(method, path, `${index} ${method} ${path}`);
  });
  for (const path of PATHS) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
      expect(found(routers.ours, method, path), `${method} ${path}`).toEqual(found(routers.one, method, path));
    }
  }
});
