import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PictureHost, startPictureHost } from '../../../scripts/picture-host/server.ts';
import { PAGES } from '../../../site/pages.ts';
import { created, upload } from '../support/api.ts';
import { type RunningService, startService } from '../support/service.ts';

let pictures: PictureHost;
let service: RunningService;

beforeAll(async () => {
  pictures = await startPictureHost({ port: 0, folder: 'samples' });
  service = await startService({ INGEST_ALLOWED_HOSTS: pictures.host });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await pictures.close();
});

/** The blocks of commands of a file that need neither an installation nor an account, in their order. */
function commandBlocks(file: string): readonly string[] {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```sh\n(.*?)```/gms)].map(([, block = '']) => block);
  return blocks.filter((block) => !/npm ci|wrangler login/.test(block));
}

/** Lets curl say the status of every answer, and the shell every command that fails. */
const PRELUDE = `set -E
trap 'echo "FAILED $BASH_COMMAND" >&2' ERR
curl() { command curl -sS -w '%{stderr}STATUS %{http_code} %{url_effective}\\n' "$@"; }
`;

/** Runs a script on the running service, and returns what it said to stderr. */
async function runScript(script: string): Promise<string> {
  const env = { ...process.env, STATE_DIR: service.stateDir, PORT: new URL(service.origin).port };
  const child = spawn('bash', ['-c', script], { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 150_000 });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((ended) => child.once('close', ended));
  return said;
}

/** Runs all commands of a file as they stand, from top to bottom. @returns the statuses of their answers. */
async function runCommands(file: string): Promise<readonly string[]> {
  const commands = commandBlocks(file).join('\n');
  const here = commands.replaceAll('http://127.0.0.1:8787', service.origin).replaceAll('127.0.0.1:8901', pictures.host);
  const said = await runScript(PRELUDE + here);
  expect(said).not.toContain('FAILED');
  return said.match(/STATUS \d+ \S+/g) ?? [];
}

const isFailure = (status: string): boolean => !/STATUS 20\d /.test(status);

it('every command of the README works as it stands, from top to bottom', { timeout: 180_000 }, async () => {
  const statuses = await runCommands('README.md');
  expect(statuses.length).toBeGreaterThan(30);
  expect(statuses.filter(isFailure)).toEqual([]);
});

const guides = PAGES.map(({ file }) => file).filter((file) => commandBlocks(file).length > 0);

describe('every command of a guide', () => {
  beforeAll(async () => {
    await created(await upload(service.origin, 101, readFileSync('samples/cup-landscape.jpg')));
  });

  it.each(guides)('works as it stands, from top to bottom, in %s [DOC-10]', { timeout: 60_000 }, async (file) => {
    const statuses = await runCommands(file);
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.filter(isFailure)).toEqual([]);
  });
});
