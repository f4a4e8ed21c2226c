/**
 * Preloaded into the local server's processes: when the process that started this one is gone, however it went, this
 * one is told to end. Nobody can catch SIGKILL, so nobody but the child can do it.
 */
const CHECK_INTERVAL_MS = 250;

const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, CHECK_INTERVAL_MS).unref();
