/** `npm run openapi`: writes the OpenAPI documents of the five APIs to dist/openapi. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { API_IDS } from '../reference/description.ts';
import { buildDocument } from '../reference/document.ts';
import { readExamples } from './openapi/read-examples.ts';
import { PROJECT_DIR } from './wrangler.ts';

const FOLDER = `${PROJECT_DIR}/dist/openapi`;

mkdirSync(FOLDER, { recursive: true });
for (const id of API_IDS) {
  writeFileSync(`${FOLDER}/${id}.json`, `${JSON.stringify(buildDocument(id, readExamples(id)), null, 2)}\n`);
}
console.log(`dist/openapi: ${API_IDS.map((id) => `${id}.json`).join(', ')}`);
