import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signUrl, type SigningOptions } from 'vitrine-client';
import * as z from 'zod';
import { PROJECT_DIR } from '../../../scripts/wrangler.ts';

const vectorsSchema = z.object({
  key: z.object({ id: z.string(), secret: z.string() }),
  url: z.string(),
  expiresAtS: z.int(),
  cases: z.array(z.object({ options: z.custom<Omit<SigningOptions, 'key' | 'expiresAtS'>>(), signed: z.string() })),
});
const { key, url, expiresAtS, cases } = vectorsSchema.parse(
  JSON.parse(readFileSync(join(PROJECT_DIR, 'client/sign-url.vectors.json'), 'utf8')),
);

it.each(cases)('signs %o as the test vector for all languages says [V1-75]', async ({ options, signed }) => {
  expect(await signUrl(url, { key, expiresAtS, ...options })).toBe(signed);
});

it('is built to a module that Node.js runs as it is [V1-75]', () => {
  const options = JSON.stringify({ key, expiresAtS, ...cases[1]?.options });
  const program = `import { signUrl } from 'vitrine-client'; console.log(await signUrl('${url}', ${options}));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: PROJECT_DIR,
    encoding: 'utf8',
  });
  expect(printed.trim()).toBe(cases[1]?.signed);
});

it('refuses a URL of no picture', async () => {
  await expect(signUrl('https://img.example/robots.txt', { key, expiresAtS })).rejects.toThrow(TypeError);
});

it.each<Omit<SigningOptions, 'key' | 'expiresAtS'>>([
  { width: 0.5 },
  { width: 0 },
  { width: 12_001 },
  { width: 10, height: -1 },
  { height: 10 },
  { width: 10, fit: 'cover' },
  { width: 10, height: 10, fit: 'pad', background: '#fff' },
])('refuses the size %o', async (size) => {
  await expect(signUrl(url, { key, expiresAtS, ...size })).rejects.toThrow(RangeError);
});

it('refuses a time in milliseconds, or between two seconds', async () => {
  for (const wrong of [expiresAtS * 1000, expiresAtS + 0.5]) {
    await expect(signUrl(url, { key, expiresAtS: wrong })).rejects.toThrow(RangeError);
  }
});
