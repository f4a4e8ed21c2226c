import { describe, expect, it } from 'vitest';
import { APIS } from '../../reference/apis.ts';
import { API_IDS, type Api } from '../../reference/description.ts';
import { createApp } from '../../src/worker/app.ts';

/** The paths of the service that belong to none of the APIs. */
const OTHERS = ['/healthz', '/readyz', '/operator/', '/docs/', '/admin/'];

/** Returns the base and the API that a route of the service belongs to: that with the longest base. */
function apiOf(path: string): { readonly api: Api; readonly base: string } | undefined {
  const bases = API_IDS.flatMap((id) => APIS[id].bases.map((base) => ({ api: APIS[id], base: base.path })));
  return bases.filter(({ base }) => path.startsWith(`${base}/`)).toSorted((a, b) => b.base.length - a.base.length)[0];
}

const running = createApp()
  .routes.filter(
    ({ method, path }) => method !== 'ALL' && path !== '/' && !OTHERS.some((other) => path.startsWith(other)),
  )
  .map(({ method, path }) => ({ method, path, ...apiOf(path) }));

describe.each(API_IDS)('%s', (id) => {
  const own = running.filter(({ api }) => api?.id === id);

  it('has a description for each route that runs, and a route for each description [REF-1]', () => {
    const described = APIS[id].bases.flatMap((base) =>
      Object.entries(APIS[id].routes).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method} ${base.path}${path}`),
      ),
    );
    expect(new Set(own.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(described));
  });

  it('names each operation once [REF-1]', () => {
    const ids = Object.values(APIS[id].routes).flatMap((methods) => Object.values(methods).map(({ id: name }) => name));
    expect(ids).toEqual([...new Set(ids)]);
  });
});
