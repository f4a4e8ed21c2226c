import { mkdtempSync, rmSync, cpSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareState } from './hot/prepare.ts';
import { HOT_PATHS } from './hot/paths.ts';
import { buildBoth, stateDir, VARS } from './hot/runtime.ts';
import { runtimeProcesses } from './hot/processes.ts';
import { startLocalRuntime } from '../scripts/local-runtime.ts';
import { endConnections, measure } from './hot/send.ts';
const [aDir, bDir, name = 'store', roundsText = '9', countText = '1500'] = process.argv.slice(2);
const workDir = mkdtempSync(join(tmpdir(), 'vitrine-ab-'));
const path = HOT_PATHS.find((p) => p.name === name)!;
try {
  await buildBoth(workDir);
  await prepareState(workDir);
  const sides: any = {};
  for (const [side, dir] of [['a', aDir], ['b', bDir]] as const) {
    const m = await import(`${dir}/scripts/local-worker.ts`);
    mkdirSync(join(workDir, `${side}-worker`), { recursive: true });
    await m.writeLocalWorker(join(workDir, `${side}-worker`));
    cpSync(stateDir(workDir, 'service'), join(workDir, side), { recursive: true });
    const before = runtimeProcesses();
    const runtime = await startLocalRuntime({ workerDir: join(workDir, `${side}-worker`), stateDir: join(workDir, side), port: 0, vars: VARS });
    const pid = runtimeProcesses().find((one) => !before.includes(one))!;
    sides[side] = { origin: runtime.origin, pid, stop: () => runtime.dispose() };
  }
  const count = Number(countText);
  for (const s of ['a', 'b']) await measure(sides[s], path.service, { from: 0, count: path.warmUp, connections: path.connections });
  const ratios: number[] = [], as: number[] = [], bs: number[] = [];
  for (let r = 0; r < Number(roundsText); r += 1) {
    const range = { from: path.warmUp + r * count, count, connections: path.connections };
    const order = r % 2 ? ['a', 'b'] : ['b', 'a'];
    const got: any = {};
    for (const s of order) got[s] = await measure(sides[s], path.service, range);
    ratios.push(got.b.cpuMs / got.a.cpuMs); as.push(got.a.cpuMs); bs.push(got.b.cpuMs);
  }
  const med = (x: number[]) => x.toSorted((p, q) => p - q)[Math.floor(x.length / 2)]!;
  console.log(name, 'a', med(as).toFixed(3), 'b', med(bs).toFixed(3), 'b/a', med(ratios).toFixed(3), ratios.map((x) => x.toFixed(2)).join(' '));
  for (const s of ['a', 'b']) await sides[s].stop();
} finally { endConnections(); rmSync(workDir, { recursive: true, force: true }); }
