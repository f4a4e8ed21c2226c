import { describe, expect, it } from 'vitest';
import { newStore } from '../support/stores.ts';
import { mismatchOf } from '../support/described-answers.ts';
import { v1Request, v1 } from '../support/v1.ts';

const json = (body: unknown, status = 200): Response => Response.json(body, { status });

async function mismatch(path: string, response: Response, method = 'GET'): Promise<string | undefined> {
  return await mismatchOf(v1Request(await newStore(), method, path), response);
}

describe('an answer', () => {
  it('is wrong with a member that is not described, and without one that is [REF-2]', async () => {
    const use = { productId: 7, imageId: 1, gallery: 'shop' };
    expect(await mismatch('/media/1/uses', json({ items: [use], next: null }))).toBeUndefined();
    expect(await mismatch('/media/1/uses', json({ items: [{ ...use, colour: 'red' }], next: null }))).toContain(
      'colour',
    );
    expect(await mismatch('/media/1/uses', json({ items: [use] }))).toContain('next');
  });

  it('is wrong with a status, a type or a body that is not described [REF-2]', async () => {
    const page = { items: [], next: null };
    expect(await mismatch('/media', json(page, 201))).toContain('which is not described');
    expect(
      await mismatch('/media', new Response(JSON.stringify(page), { headers: { 'Content-Type': 'text/json' } })),
    ).toContain('Its type is text/json');
    expect(await mismatch('/webhooks/1', new Response('{}', { status: 200 }), 'DELETE')).toContain(
      'which is not described',
    );
  });

  it('is wrong with a problem that its operation does not have [REF-2]', async () => {
    const response = await v1(await newStore(), 'GET', '/media/1');
    expect(await mismatch('/media/1', response.clone())).toBeUndefined();
    expect(await mismatch('/products/1', response)).toContain('It is none of product-not-found');
  });

  it('is described elsewhere for paths and methods that the API does not have [REF-2]', async () => {
    const response = await v1(await newStore(), 'GET', '/nowhere');
    expect(await mismatch('/nowhere', response)).toBeUndefined();
    expect(await mismatch('/nowhere', json({}, 200))).toContain('which is not described');
  });
});
