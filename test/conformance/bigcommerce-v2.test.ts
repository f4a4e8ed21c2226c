import { it } from 'vitest';
import { newStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';
import { v2 } from '../support/v2.ts';
import { TINY_PNG } from '../support/pictures.ts';
it('measures', async () => {
  const s = await newStore();
  for (let i = 0; i < 3; i++) await createImage(s, 1, TINY_PNG);
  const show = async (r: Response) =>
    console.log(r.status, [...r.headers].map((h) => h.join(': ')).join('\n'), '\n', await r.text());
  for (const form of ['json', 'xml'] as const) {
    await show(await v2(s, 'GET', '/products/1/images?limit=1', { form }));
    await show(await v2(s, 'GET', '/products/images/count', { form }));
    await show(await v2(s, 'GET', '/products/1/images/count', { form, base: 'basic' }));
    await show(await v2(s, 'OPTIONS', '/products/1/images', { form, base: 'basic' }));
    await show(await v2(s, 'PUT', '/products/1/images/1', { form, fields: { sort_order: 2, description: null } }));
    await show(await v2(s, 'PUT', '/products/1/images/1', { form, fields: { id: 2, foo: 'x', sort_order: null } }));
  }
  await show(await v2(s, 'DELETE', '/products/1/images?limit=2'));
  await show(await v2(s, 'DELETE', '/products/1/images'));
  await show(await v2(s, 'GET', '/products/1/images'));
});
