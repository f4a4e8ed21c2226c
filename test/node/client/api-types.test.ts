import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { API_TYPES, writeApiTypes } from '../../../scripts/client-types/api-types.ts';

it('the types of the client are those of the routes that run: npm run client:types writes them [CLI-2]', async () => {
  expect(readFileSync(API_TYPES, 'utf8')).toBe(await writeApiTypes());
});
