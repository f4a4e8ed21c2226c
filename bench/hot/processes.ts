import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How many ticks of `/proc/PID/stat` a second has: the same on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

/** Returns the ids of the runtime's processes that this process has started. */
export function runtimeProcesses(): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,comm='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state, command = ''] = /^ *(\d+) +(\d+) +(\S+) +(.*)$/.exec(line) ?? [];
    const isOurs = Number(parent) === process.pid && command.includes('workerd') && !(state ?? 'Z').startsWith('Z');
    return isOurs ? Number(pid) : [];
  });
}

/** Returns the processor time that a process has used so far, in milliseconds, of all its threads. */
export function cpuMsOf(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return cpuMsByPs(pid);
  }
  // The command in parentheses may have spaces. utime and stime are the 14th and 15th field, counted from 1.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** The same where there is no /proc, as on macOS: `ps` shows minutes, seconds and hundredths. */
function cpuMsByPs(pid: number): number {
  const text = execFileSync('ps', ['-o', 'cputime=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}
