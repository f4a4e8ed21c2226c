/**
 * `npm run bench:scale`: fills stores of 1,000, 100,000 and 1,000,000 images in a scratch database, and measures what the
 * APIs and the page do in each. It takes five minutes and a gigabyte, in a folder of its own that is removed at the end.
 *
 * --images 1000,20000 fills other stores; --keep leaves the folder; --check runs the operator's check on what was filled;
 * --write puts the tables into docs/performance.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { DATABASE_CHECKS, findFaults } from '../scripts/operator/check/run-checks.ts';
import { databaseFiles } from '../scripts/local-state.ts';
import { queryEach } from '../scripts/operator/database.ts';
import { newStateDir, startService } from '../test/node/support/service.ts';
import { type DatabaseSize, readDatabaseSize } from './scale/database-size.ts';
import { type FilledStore, fillStore } from './scale/fill.ts';
import { measure } from './scale/measure.ts';
import { OPERATIONS } from './scale/operations.ts';
import { type Line, toReport } from './scale/report.ts';

const MAX_IMAGES = 2_000_000;
const PERFORMANCE = 'docs/performance.md';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '1000,100000,1000000' },
    keep: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log('npm run bench:scale -- [--images 1000,20000] [--keep] [--check] [--write]');
  process.exit(0);
}

function readCounts(): readonly number[] {
  const counts = values.images.split(',').map(Number);
  const isGood = (count: number): boolean => Number.isInteger(count) && count >= 1000 && count % 1000 === 0;
  if (counts.every(isGood) && counts.reduce((sum, count) => sum + count, 0) <= MAX_IMAGES) return counts;
  throw new Error(`--images takes thousands, of ${MAX_IMAGES} together at most.`);
}

/** Fills the stores while no service is running. */
function fill(stateDir: string, counts: readonly number[]): { stores: readonly FilledStore[]; size: DatabaseSize } {
  const [file] = databaseFiles(stateDir);
  if (file === undefined) throw new Error('The service has made no database.');
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
    const stores = counts.map((count) => {
      const began = performance.now();
      const store = fillStore(database, count);
      console.log(`${store.hash} filled in ${((performance.now() - began) / 1000).toFixed(1)} s`);
      return store;
    });
    const size = readDatabaseSize(database);
    database.exec('PRAGMA journal_mode = WAL');
    return { stores, size };
  } finally {
    database.close();
  }
}

async function checkFilled(stateDir: string): Promise<void> {
  const run = (statements: readonly string[]) => queryEach({ remote: false, stateDir }, statements);
  const faults = (await findFaults(run, DATABASE_CHECKS)).filter(({ isNotice }) => !isNotice);
  if (faults.length > 0) throw new Error(`The check finds faults: ${JSON.stringify(faults.slice(0, 5), undefined, 2)}`);
  console.log(`${DATABASE_CHECKS.length} checks of the database find no fault.`);
}

async function measureAll(origin: string, stores: readonly FilledStore[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const operation of OPERATIONS) {
    const measured = [];
    for (const store of stores) measured.push(await measure(origin, operation, store));
    lines.push({ name: operation.name, measured });
  }
  return lines;
}

const [BEGIN, END] = ['<!-- bench:scale begins -->', '<!-- bench:scale ends -->'];

function writeReport(report: string): void {
  const text = readFileSync(PERFORMANCE, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`docs/performance.md has no ${BEGIN}.`);
  writeFileSync(PERFORMANCE, `${before}${BEGIN}\n\n${report}\n\n${END}${after}`);
}

const counts = readCounts();
const state = await newStateDir();
try {
  await (await startService({ STATE_DIR: state.path })).stop();
  const { stores, size } = fill(state.path, counts);
  if (values.check) await checkFilled(state.path);
  const service = await startService({ STATE_DIR: state.path });
  try {
    const report = toReport(counts, await measureAll(service.origin, stores), size);
    console.log(report);
    if (values.write) writeReport(report);
  } finally {
    await service.stop();
  }
} finally {
  if (values.keep) console.log(`The state is left in ${state.path}.`);
  else await state.remove();
}
