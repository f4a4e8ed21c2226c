import { expect, it } from 'vitest';
import { addToken, newStore } from '../support/stores.ts';
import { createJson } from '../support/v1-create.ts';
import { problemOf, v1 } from '../support/v1.ts';

it('a job, and deleting a media, take a token of the store that works for this API [V1-1, V1-2, V1-113, V1-116]', async () => {
  const store = await newStore();
  const images = [{ url: 'https://pictures.example/a.png' }];
  const { jobId } = await (await createJson(store, images, { Prefer: 'respond-async' })).json<{ jobId: string }>();
  const other = await addToken(store.id, `v3-${store.hash}`, 'write', { apis: ['v3'] }).then(() => `v3-${store.hash}`);
  const routes = [
    ['GET', `/jobs/${jobId}`, 'read', store.readToken],
    ['DELETE', '/media/1', 'write', undefined],
  ] as const;
  for (const [method, path, scope, allowed] of routes) {
    expect((await v1(store, method, path, { token: null })).status).toBe(401);
    for (const token of [other, ...(allowed === undefined ? [store.readToken] : [])]) {
      const response = await v1(store, method, path, { token });
      expect(response.status).toBe(403);
      expect(await problemOf(response)).toMatchObject({ scope });
    }
    if (allowed !== undefined) expect((await v1(store, method, path, { token: allowed })).status).toBe(200);
  }
});
