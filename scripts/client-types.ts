/** `npm run client:types`: writes the types of the client from the descriptions of /v1. */
import { writeFileSync } from 'node:fs';
import { API_TYPES, writeApiTypes } from './client-types/api-types.ts';
import { PROJECT_DIR } from './wrangler.ts';

writeFileSync(`${PROJECT_DIR}/${API_TYPES}`, await writeApiTypes());
console.log(API_TYPES);
