import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('docs/storage.md names every table, view, trigger and index of the migrations', () => {
  const doc = readFileSync('docs/storage.md', 'utf8');
  const sql = readdirSync('migrations').map((name) => readFileSync(`migrations/${name}`, 'utf8'));
  const names = [...sql.join('\n').matchAll(/^CREATE (?:TABLE|VIEW|TRIGGER|(?:UNIQUE )?INDEX) (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(80);
  expect(names.filter((name) => !doc.includes(`\`${name}\``))).toEqual([]);
});
