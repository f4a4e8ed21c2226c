import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../local-images.ts', import.meta.url).href);
const END_WITH_PARENT = fileURLToPath(new URL('../end-with-parent.ts', import.meta.url).href);

/** The local Images service in a process of its own. */
export interface LocalImagesProcess {
  /** Where it is; rejects where it ends before it has said so. */
  readonly url: Promise<string>;
  /** Ends it. */
  end(): void;
}

/** Starts the local Images service in a process that ends with this one, in whatever way that happens. */
export function startLocalImagesProcess(): LocalImagesProcess {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, SCRIPT], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C is not for it: requests that are under way get their pictures, and the parent ends it after the server.
    detached: true,
  });
  let isWanted = true;
  const end = (): void => {
    isWanted = false;
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  child.once('exit', () => {
    process.off('exit', end);
    if (isWanted) console.error('The local Images service has ended. No sizes are made until the next start.');
  });
  const url = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The local Images service has ended.')));
  });
  // Who asks for the URL learns of a failure; until then nobody does, which is no reason to end the process.
  url.catch(() => undefined);
  return { url, end };
}
