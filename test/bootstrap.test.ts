import { exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';

it('answers', async () => {
  const response = await exports.default.fetch('http://vitrine.test/');
  expect(await response.text()).toBe('Vitrine');
});
