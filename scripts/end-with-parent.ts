/**
 * Preloaded into the local server's processes: ends the process when its parent has ended in whatever way. Only the
 * child can do this, because a parent that is killed by SIGKILL cannot end its children first.
 */
const CHECK_INTERVAL_MS = 250;

const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, CHECK_INTERVAL_MS).unref();
