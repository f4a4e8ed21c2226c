/**
 * `npm run bench`: what each hot path costs beside its floor, a bare Worker over the same tables under the same runner.
 * Both run on Miniflare alone, on loopback, with a state of their own that is removed in the end. They take turns within
 * each round, so that a machine that becomes slower affects both.
 *
 * `npm run bench -- list move` measures these paths alone, and writes nothing; `--quick` sends few requests.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { prepareState } from './hot/prepare.ts';
import { HOT_PATHS, type HotPath } from './hot/paths.ts';
import { printTable, writeReport } from './hot/report.ts';
import { buildBoth, runSide, type Running } from './hot/runtime.ts';
import { endConnections, measure } from './hot/send.ts';
import { type Measured, type Round, summarize } from './hot/statistics.ts';

const { values, positionals: names } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const isQuick = values.quick;
const unknown = names.filter((name) => !HOT_PATHS.some((path) => path.name === name));
if (values.help || unknown.length > 0) {
  const known = HOT_PATHS.map(({ name }) => name).join(', ');
  console.log(`npm run bench -- [--quick] [PATH …], where a path is one of ${known}.

Shows what a request costs the service and its floor, a bare Worker over the same tables, in milliseconds of the
processor (CPU) and of the clock (wall), and how many times the floor the service takes: the median of all rounds, and in
brackets its quartiles. Without a path it takes four minutes, and writes docs/performance.md. --quick takes 20 seconds: it
sends so few requests that its ratios vary by half, and shows no goals.`);
  process.exit(values.help ? 0 : 2);
}
const ROUNDS = isQuick ? 2 : 25;
const chosen = names.length === 0 ? HOT_PATHS : HOT_PATHS.filter(({ name }) => names.includes(name));

/** Measures one path: warms both sides up, then lets them take turns. */
async function measurePath(path: HotPath, floor: Running, service: Running): Promise<Measured> {
  const { connections } = path;
  const count = isQuick ? Math.ceil(path.requests / 10) : path.requests;
  const warmUp = { from: 0, count: path.warmUp, connections };
  await measure(floor, path.floor, warmUp);
  await measure(service, path.service, warmUp);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const range = { from: path.warmUp + round * count, count, connections };
    rounds.push({
      floor: await measure(floor, path.floor, range),
      service: await measure(service, path.service, range),
    });
  }
  return summarize(rounds);
}

const workDir = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
const removeWork = (): void => rmSync(workDir, { recursive: true, force: true });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    removeWork();
    process.exit(1);
  });
}
let floor: Running | undefined;
let service: Running | undefined;
try {
  await buildBoth(workDir);
  await prepareState(workDir);
  floor = await runSide(workDir, 'floor');
  service = await runSide(workDir, 'service');
  const results: { path: HotPath; measured: Measured }[] = [];
  for (const path of chosen) {
    results.push({ path, measured: await measurePath(path, floor, service) });
    printTable(results.slice(-1), isQuick);
  }
  if (chosen.length === HOT_PATHS.length && !isQuick) writeReport(results);
} finally {
  endConnections();
  await floor?.stop();
  await service?.stop();
  removeWork();
}
