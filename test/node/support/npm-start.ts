import { spawn, type ChildProcess } from 'node:child_process';

/** Runs `npm start` and waits until the service answers. Without DEMO_STORE the demo store stays empty. */
export async function npmStart(
  port: number,
  stateDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly npm: ChildProcess; readonly pid: number; readonly output: () => string }> {
  const npm = spawn('npm', ['start'], {
    env: { ...process.env, DEMO_STORE: 'empty', ...env, PORT: String(port), STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Vitrine is up')) resolve();
    };
    npm.stdout.on('data', listen);
    npm.stderr.on('data', listen);
    npm.once('close', () => reject(new Error(`ended before it was up:\n${output}`)));
  });
  return { npm, pid: npm.pid ?? 0, output: () => output };
}
