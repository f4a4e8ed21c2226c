import { type Config, isSandboxAt } from '../http/config.ts';
import { originOf } from '../platform/url-parts.ts';

/** What the origin of a request says of it. */
export interface AskedOrigin {
  /** The origin of all URLs in answers. */
  readonly origin: string;
  /** The hosts that are this service, with their ports. */
  readonly ownHosts: readonly string[];
  readonly isSandbox: boolean;
}

/** The origin that was asked last: nearly all requests of an isolate have the same, and it is parsed once. */
let last: { readonly asked: string; readonly config: Config; readonly read: AskedOrigin } | undefined;

/** Reads the origin of a request's URL. */
export function readAskedOrigin(config: Config, requestUrl: string): AskedOrigin {
  const asked = originOf(requestUrl);
  if (last?.asked !== asked || last.config !== config) {
    const { host, hostname } = new URL(asked);
    const origin = config.publicOrigin ?? asked;
    const ownHosts = [host, new URL(origin).host];
    last = { asked, config, read: { origin, ownHosts, isSandbox: isSandboxAt(config, hostname) } };
  }
  return last.read;
}
