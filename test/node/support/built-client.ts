import { execFileSync } from 'node:child_process';

/** Builds the client, which tests and examples import by its name. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build-client.ts']);
}
