import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { MAX_CLIENT_BYTES, weigh } from '../../../scripts/client-size.ts';

const packedSchema = z
  .array(z.object({ name: z.string(), version: z.string(), files: z.array(z.object({ path: z.string() })) }))
  .length(1);

it('packs what it is built to, without dependencies [CLI-1]', () => {
  const printed = execFileSync('npm', ['pack', '--dry-run', '--json', './client'], { encoding: 'utf8' });
  const [packed] = packedSchema.parse(JSON.parse(printed));
  expect([packed?.name, packed?.version]).toEqual(['vitrine-client', '0.1.0']);
  const paths = packed?.files.map(({ path }) => path) ?? [];
  expect(paths).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
  );
  expect(paths.filter((path) => !/^(?:LICENSE|README\.md|package\.json|dist\/.+\.(?:js|d\.ts))$/.test(path))).toEqual(
    [],
  );
  const manifest: object = JSON.parse(readFileSync('client/package.json', 'utf8'));
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
});

it('weighs little in a page, and less where less is used [CLI-1]', async () => {
  expect(await weigh(`export * from 'vitrine-client';`)).toBeLessThan(MAX_CLIENT_BYTES);
  for (const name of ['srcsetOf', 'signUrl', 'verifyWebhook']) {
    expect(await weigh(`export { ${name} } from 'vitrine-client';`)).toBeLessThan(1200);
  }
});
