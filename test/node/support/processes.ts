import { execFileSync } from 'node:child_process';

/** A running process. */
export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** Returns a process with all its descendants that are running. */
export function processTree(root: number): readonly RunningProcess[] {
  const all = list();
  const tree = all.filter(({ pid }) => pid === root);
  // The list grows during the loop: the children of each process are appended to it.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/** Returns those of the processes that are still running. */
export function stillRunning(processes: readonly RunningProcess[]): readonly RunningProcess[] {
  const running = new Set(list().map(({ pid }) => pid));
  return processes.filter(({ pid }) => running.has(pid));
}

/** Lists all processes of the machine, except those that have ended but were not waited for. */
function list(): readonly (RunningProcess & { readonly parent: number })[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state, command = ''] = /^ *(\d+) +(\d+) +(\S+) +(.*)$/.exec(line) ?? [];
    return state === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
