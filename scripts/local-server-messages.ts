/** What the serving process is told. */
export interface StartMessage {
  readonly kind: 'start';
  readonly workerDir: string;
  readonly stateDir: string;
  /** The folder of the files of /docs and /admin. */
  readonly siteDir: string;
  readonly port: number;
  /** The variables of the Worker. */
  readonly vars: Readonly<Record<string, string>>;
  /** True where what the Worker logs is shown. */
  readonly isTalkative: boolean;
}

/** Tells the serving process that the files of the site are written. */
export interface SiteWrittenMessage {
  readonly kind: 'site-written';
}

/** What the serving process tells: that it serves, that it cannot, or that the runtime has died. */
export type ServerMessage =
  { readonly kind: 'up' } | { readonly kind: 'failed'; readonly reason: string } | { readonly kind: 'died' };

const kindOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;

/** True for a message that tells what to serve. */
export const isStartMessage = (message: unknown): message is StartMessage => kindOf(message) === 'start';

/** True for a message that the site is written. */
export const isSiteWrittenMessage = (message: unknown): message is SiteWrittenMessage =>
  kindOf(message) === 'site-written';

/** True for a message of the serving process. */
export const isServerMessage = (message: unknown): message is ServerMessage =>
  ['up', 'failed', 'died'].includes(String(kindOf(message)));
