import { expect, it } from 'vitest';
import { routePath } from '../../src/http/route-path.ts';

it.each([
  ['/', '/', undefined],
  ['/stores/a/v2/products/1/images', '/stores/a/v2/products/1/images', undefined],
  ['/stores/a/v2/products/1/images///', '/stores/a/v2/products/1/images', undefined],
  ['/stores/a/v2/products/1/images.xml', '/stores/a/v2/products/1/images', 'xml'],
  ['/stores/a/v2/products/1/images.json/', '/stores/a/v2/products/1/images', 'json'],
  ['/api/v2/products/images/count.xml', '/api/v2/products/images/count', 'xml'],
  ['/stores/a/v3/catalog/products/1/images.json', '/stores/a/v3/catalog/products/1/images', 'json'],
  ['/stores/a/v3/catalog/products/1/images.xml', '/stores/a/v3/catalog/products/1/images', 'xml'],
  ['/stores/a.xml/v2', '/stores/a.xml/v2', undefined],
  ['/s-a/products/1/images/2/b.xml', '/s-a/products/1/images/2/b.xml', undefined],
  ['/other/file.json', '/other/file.json', undefined],
])('%s is routed as %s', (pathname, path, suffix) => {
  expect(routePath(pathname)).toEqual({ path, suffix });
});
