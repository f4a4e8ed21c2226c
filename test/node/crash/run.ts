/**
 * `npm run test:crash -- [--rounds N] [--seed S]`: keyed writers of all APIs load the local service, which is killed at
 * random moments. After every restart `check` has to find nothing, everything that was acknowledged has to be there
 * exactly once, and a repeated key has to hear its first answer. The seed is printed; the same seed makes the same
 * requests and kills after the same number of answers.
 */
import { parseArgs } from 'node:util';
import { startPictureHost } from '../../../scripts/picture-host/server.ts';
import { seededRandom, type SeededRandom } from '../../support/seeded-random.ts';
import { operator } from '../support/operator.ts';
import { newStateDir, startService, type RunningService } from '../support/service.ts';
import { listImages, shoptetDialect, storeDialect, v2Dialect, v3Dialect } from './dialects.ts';
import { endLeases } from './service-calls.ts';
import { Writer } from './writer.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

/** How many answers come before a kill, at least and at most, and how many milliseconds later it comes at most. */
const FEWEST_ANSWERS = 10;
const MOST_ANSWERS = 90;
const MOST_DELAY_MS = 30;
/** A round that has not come that far by then is killed all the same. */
const ROUND_TIMEOUT_MS = 20_000;

function newWriters(random: SeededRandom, host: string): readonly Writer[] {
  const dialects = [
    // Two writers share a product.
    [v3Dialect('v3-a', 9101), 9101],
    [v3Dialect('v3-b', 9101), 9101],
    [v2Dialect('v2', 9102, host), 9102],
    [storeDialect('store', 9103), 9103],
    [shoptetDialect('shoptet', 9104, host), 9104],
  ] as const;
  return dialects.map(([dialect, productId]) => new Writer(dialect, productId, seededRandom(random.int(2 ** 31))));
}

const countDone = (writers: readonly Writer[]): number => writers.reduce((sum, { doneCount }) => sum + doneCount, 0);

/** Loads the service until it has been killed. */
async function loadAndKill(service: RunningService, writers: readonly Writer[], random: SeededRandom): Promise<void> {
  const goal = countDone(writers) + FEWEST_ANSWERS + random.int(MOST_ANSWERS - FEWEST_ANSWERS);
  const deadline = Date.now() + ROUND_TIMEOUT_MS;
  const writing = Promise.all(writers.map((writer) => writer.writeUntilGone(service.origin)));
  const failed = new AbortController();
  writing.catch(() => failed.abort());
  while (countDone(writers) < goal && Date.now() < deadline && !failed.signal.aborted)
    await new Promise((wake) => setTimeout(wake, 1));
  await new Promise((wake) => setTimeout(wake, random.int(MOST_DELAY_MS)));
  await service.kill();
  await writing;
}

/** Looks whether everything is as the writers know it. @throws where it is not. */
async function verify(service: RunningService, writers: readonly Writer[], everything = false): Promise<void> {
  const first = await operator(service, 'check');
  if (first.code !== 0) throw new Error(`check after the restart:\n${first.text}`);
  for (const writer of writers) await writer.repeat(service.origin, everything);
  for (const writer of writers) {
    const flaws = writer.flaws(await listImages(service.origin, writer.productId));
    if (flaws.length > 0) throw new Error(`${writer.name}: ${flaws.join(', ')}`);
  }
  const second = await operator(service, 'check');
  if (second.code !== 0) throw new Error(`check after the repeats:\n${second.text}`);
}

async function main(): Promise<void> {
  console.log(`seed ${seed}, ${rounds} rounds`);
  const startedAt = Date.now();
  const random = seededRandom(seed);
  const pictures = await startPictureHost({ port: 0, folder: 'samples' });
  const state = await newStateDir();
  const env = { STATE_DIR: state.path, INGEST_ALLOWED_HOSTS: pictures.host };
  const writers = newWriters(random, pictures.host);
  let unsure = 0;
  let service = await startService(env);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const before = countDone(writers);
      await loadAndKill(service, writers, random);
      const inFlight = writers.filter(({ isUnsure }) => isUnsure).length;
      const written = countDone(writers) - before;
      unsure += inFlight;
      endLeases(state.path);
      service = await startService(env);
      await verify(service, writers, round === rounds);
      console.log(`round ${round}: ${written} acknowledged, ${inFlight} in flight, all well`);
    }
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.log(
      `${rounds} kills, ${countDone(writers)} acknowledged writes, ${unsure} in flight at a kill: nothing lost, nothing twice, ${seconds} s.`,
    );
    await service.stop();
    await state.remove();
  } catch (error) {
    console.error(
      `seed ${seed}; the state is in ${state.path}\n${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
    await service.stop().catch(() => undefined);
  } finally {
    await pictures.close();
  }
}

await main();
