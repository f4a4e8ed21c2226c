import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ApiId } from '../../reference/description.ts';
import type { Example, Examples } from '../../reference/examples.ts';
import { PROJECT_DIR } from '../wrangler.ts';

/** Reads the recorded examples of an API: a file for each operation that has some. */
export function readExamples(id: ApiId): Examples {
  const folder = `${PROJECT_DIR}/reference/examples/${id}`;
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const examples: readonly Example[] = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
      return [name.replace(/\.json$/, ''), examples];
    }),
  );
}
