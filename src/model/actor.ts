import type { ApiName } from './access.ts';

/** Who gave a command, and through which API, as the journal says it. */
export interface Actor {
  /** The token of the request; undefined where no request gave the command. */
  readonly token: { readonly id: string; readonly label: string } | undefined;
  /** The job whose item it is; undefined for the command of a request. */
  readonly jobId: string | undefined;
  /** undefined: none of the APIs, as for what the operator does. */
  readonly api: ApiName | undefined;
}
