import { execFileSync } from 'node:child_process';
import { CASES, checkSize, type Case } from './ingest-cases.ts';

/**
 * `npm run bench:ingest`: measures the speed and the memory of inspecting and decoding, each compared with a reference
 * in the same run. Every measurement has its own process, because the peak memory of a process never decreases.
 */
interface Measurement {
  readonly bytes: number;
  readonly firstMs: number;
  readonly bestMs: number;
  /** By how much the peak of resident memory exceeds the peak before the first round, when the file was loaded. */
  readonly peakMb: number;
}

const MAX_ROUNDS = 7;
const MAX_TIME_MS = 1_500;

const measure = async (name: string, make: Case['make'], run: NonNullable<Case['reference']>): Promise<Measurement> => {
  const bytes = Uint8Array.from(await make());
  checkSize(name, bytes);
  const peakBefore = process.resourceUsage().maxRSS;
  const timesMs: number[] = [];
  const startedAt = performance.now();
  while (timesMs.length < MAX_ROUNDS && performance.now() - startedAt < MAX_TIME_MS) {
    const roundAt = performance.now();
    await run(bytes);
    timesMs.push(performance.now() - roundAt);
  }
  const peakMb = (process.resourceUsage().maxRSS - peakBefore) / 1024;
  return { bytes: bytes.length, firstMs: timesMs[0] ?? 0, bestMs: Math.min(...timesMs), peakMb };
};

/** Measures one side of a case in a new process. */
const measureInNewProcess = (index: number, side: 'ours' | 'reference'): Measurement => {
  const [program, script] = process.argv;
  if (program === undefined || script === undefined) throw new Error('no script to start again');
  const output = execFileSync(program, [script, String(index), side], { encoding: 'utf8' });
  return JSON.parse(output) as Measurement;
};

const row = (index: number, { name, megapixels, reference, referenceName }: Case): Record<string, string> => {
  const ours = measureInNewProcess(index, 'ours');
  const theirs = reference && measureInNewProcess(index, 'reference');
  const speed = (ms: number): string => ((megapixels / ms) * 1000).toFixed(0);
  return {
    case: name,
    'file MB': (ours.bytes / 1024 ** 2).toFixed(1),
    'ours ms': ours.bestMs.toFixed(2),
    'first ms': ours.firstMs.toFixed(2),
    'ours MP/s': speed(ours.bestMs),
    'peak MB': ours.peakMb.toFixed(0),
    reference: referenceName ?? '',
    'ref. ms': theirs?.bestMs.toFixed(2) ?? '',
    'ref. peak MB': theirs?.peakMb.toFixed(0) ?? '',
    'times faster': theirs ? (theirs.bestMs / ours.bestMs).toFixed(1) : '',
  };
};

const [, , indexText, side] = process.argv;
const chosen = CASES[Number(indexText)];
if (indexText === undefined) {
  console.table(CASES.map((one, index) => row(index, one)));
} else if (chosen) {
  const run = side === 'reference' ? chosen.reference : chosen.ours;
  if (run) console.log(JSON.stringify(await measure(chosen.name, chosen.make, run)));
}
