/** `npm run build:client`: compiles the client to client/dist, and prints what it weighs in a page. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { weigh } from './client-size.ts';
import { PROJECT_DIR } from './wrangler.ts';

rmSync(`${PROJECT_DIR}/client/dist`, { recursive: true, force: true });
execFileSync(process.execPath, [`${PROJECT_DIR}/node_modules/typescript/bin/tsc`, '-p', 'client'], {
  cwd: PROJECT_DIR,
  stdio: 'inherit',
});
const whole = await weigh(`export * from 'vitrine-client';`);
const srcset = await weigh(`export { srcsetOf } from 'vitrine-client';`);
console.log(`The client has ${whole} bytes, minified and gzipped; srcsetOf alone has ${srcset}.`);
