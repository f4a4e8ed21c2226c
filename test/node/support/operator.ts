import { spawn } from 'node:child_process';

/** As the npm script has it: what was compiled once is not compiled by each of the many calls. */
export const COMPILED = { NODE_COMPILE_CACHE: 'node_modules/.cache/compiled' };

/** Runs the operator's tool on the state of a service, and returns how it ended with all that it printed. */
export async function operator(
  service: { readonly origin: string; readonly stateDir: string },
  ...args: string[]
): Promise<{ readonly code: number | null; readonly text: string }> {
  const env = { ...process.env, STATE_DIR: service.stateDir, PORT: new URL(service.origin).port, ...COMPILED };
  const child = spawn(process.execPath, ['scripts/operator.ts', ...args], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text };
}
