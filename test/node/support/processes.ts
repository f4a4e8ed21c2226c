import { execFileSync } from 'node:child_process';

/** A process that runs. */
export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** A process and all that it started, and all that those started, as far as they still run. */
export function processTree(root: number): readonly RunningProcess[] {
  const all = list();
  const tree = all.filter(({ pid }) => pid === root);
  // Grows while it is walked: what each started comes behind it.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/** Those of the processes that still run. */
export function stillRunning(processes: readonly RunningProcess[]): readonly RunningProcess[] {
  const running = new Set(list().map(({ pid }) => pid));
  return processes.filter(({ pid }) => running.has(pid));
}

/** All processes of the machine but those that have ended and that nobody has asked about yet. */
function list(): readonly (RunningProcess & { readonly parent: number })[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state, command = ''] = /^ *(\d+) +(\d+) +(\S+) +(.*)$/.exec(line) ?? [];
    return state === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
