import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  isServerMessage,
  type ServerMessage,
  type SiteWrittenMessage,
  type StartMessage,
} from './local-server-messages.ts';
import { superviseProcess, type ServerProcess } from './server-process.ts';

const SCRIPT = fileURLToPath(new URL('./local-server.ts', import.meta.url).href);

/** The process that serves, which loads what it needs before it is told what to serve. */
export interface LocalServerProcess extends ServerProcess {
  /** Serves; resolves once requests are answered. @throws with a sentence where that fails. */
  serve(message: Omit<StartMessage, 'kind'>): Promise<void>;
  /** Says that the files of the site are written; requests for them wait until then. */
  openSite(): void;
}

/**
 * Starts the process that serves. It ends when this process ends, in whatever way that happens, because the line between
 * the two breaks.
 *
 * @param onDeath is called where the runtime has died by itself.
 */
export function startLocalServer(onDeath: () => void): LocalServerProcess {
  const child = spawn(process.execPath, [SCRIPT], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // It leads a group of its own, so that the runtime can be ended even where it has died first.
    detached: true,
  });
  const server = superviseProcess(child, { leadsGroup: true });
  const { promise: firstAnswer, resolve: answer } = Promise.withResolvers<ServerMessage>();
  child.on('message', (message) => {
    if (!isServerMessage(message)) return;
    if (message.kind === 'died') onDeath();
    answer(message);
  });
  return {
    ...server,
    openSite: () => {
      const written: SiteWrittenMessage = { kind: 'site-written' };
      if (child.connected) child.send(written);
    },
    serve: async (message) => {
      const start: StartMessage = { kind: 'start', ...message };
      child.send(start);
      const answered = await Promise.race([firstAnswer, server.ended]);
      if (answered?.kind === 'up') return;
      throw new Error(answered?.kind === 'failed' ? answered.reason : 'The server ended before it answered.');
    },
  };
}
