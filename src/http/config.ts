import { checkSecret, readKeys, splitList } from '../access/key-list.ts';
import type { SecretsKeys } from '../access/sealed-secrets.ts';
import type { UrlSigningKeys } from '../delivery/signature.ts';
import * as z from '../platform/schema.ts';

/** The variables of a deployment; their defaults are fit for production. */
export const varsSchema = z.object({
  LOCAL_SANDBOX: z._default(z.string(), ''),
  SANDBOX_HOSTS: z._default(z.string(), ''),
  INGEST_ALLOWED_HOSTS: z._default(z.string(), ''),
  LOCAL_IMAGES_URL: z._default(z.string(), ''),
  LOCAL_SITE_URL: z._default(z.string(), ''),
  PUBLIC_BASE_URL: z._default(z.string(), ''),
  SIGNING_KEYS: z._default(z.string(), ''),
  SECRETS_KEYS: z._default(z.string(), ''),
  RENDER_AVIF: z._default(z.string(), ''),
  GALLERY_LOCATION_HINT: z._default(z.string(), ''),
  OPERATOR_TOKEN: z._default(z.string(), ''),
  LOG_REQUESTS: z._default(z.string(), ''),
  MAINTENANCE: z._default(z.string(), ''),
});

const LOCATION_HINTS = ['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'oc', 'afr', 'me'] as const;
type LocationHint = (typeof LOCATION_HINTS)[number];

/** The parsed variables. */
export interface Config {
  /**
   * LOCAL_SANDBOX is set, as on a developer's machine and in tests. It counts only for requests to a local name: see
   * `isSandboxAt`.
   */
  readonly isLocalSandbox: boolean;
  /** Host names that count as local, besides those that are. */
  readonly sandboxHosts: readonly string[];
  /** Entries `host:port` of hosts that may be fetched from although they are not public; empty in a deployment. */
  readonly ingestAllowedHosts: readonly string[];
  /** Where the local Images service is, which takes the place of the binding; undefined in a deployment. */
  readonly localImagesUrl: URL | undefined;
  /** Where the files of /docs and /admin are in a sandbox; undefined in a deployment, whose assets have them. */
  readonly localSiteUrl: URL | undefined;
  /** The origin of all URLs in answers; undefined: the origin of the request. */
  readonly publicOrigin: string | undefined;
  readonly signingKeys: UrlSigningKeys;
  /** The secrets that seal other secrets for the database, by id: the first one seals, all of them unseal. */
  readonly secretsKeys: SecretsKeys;
  readonly isAvifEnabled: boolean;
  readonly locationHint: LocationHint | undefined;
  /** The secret of the operator's routes; undefined: the routes do not exist. */
  readonly operatorToken: string | undefined;
  /** One line of the log for each request; the local service has none unless asked, as they halve its speed. */
  readonly logsRequests: boolean;
  /** Nothing is written and nothing is removed, while the operator restores the database. */
  readonly isInMaintenance: boolean;
}

/** The names by which a machine calls itself. */
const LOCAL_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Returns whether the service behaves as in a sandbox for requests to this host. A deployment in which LOCAL_SANDBOX was
 * set by accident is reached by its public name, and so does not.
 *
 * @param hostname as in a URL, without a port.
 */
export function isSandboxAt({ isLocalSandbox, sandboxHosts }: Config, hostname: string): boolean {
  return isLocalSandbox && (LOCAL_NAME.test(hostname) || sandboxHosts.includes(hostname));
}

/** Variables do not change while an isolate lives, so they are parsed once. */
const cache = new WeakMap<object, Config>();

/**
 * Returns the configuration of this isolate.
 *
 * @throws where a variable is malformed, or one that is for local use only is set in a deployment.
 */
export function readConfig(env: object): Config {
  const config = cache.get(env) ?? parseConfig(env);
  cache.set(env, config);
  return config;
}

function parseConfig(env: object): Config {
  const vars = varsSchema.parse(env);
  const isLocalSandbox = vars.LOCAL_SANDBOX === 'true';
  for (const name of ['INGEST_ALLOWED_HOSTS', 'LOCAL_IMAGES_URL', 'LOCAL_SITE_URL'] as const) {
    if (isLocalSandbox || vars[name] === '') continue;
    throw new Error(`${name} is for local use only: remove it from this deployment.`);
  }
  return {
    isLocalSandbox,
    sandboxHosts: splitList(vars.SANDBOX_HOSTS),
    ingestAllowedHosts: splitList(vars.INGEST_ALLOWED_HOSTS),
    localImagesUrl: vars.LOCAL_IMAGES_URL === '' ? undefined : readLocalUrl('LOCAL_IMAGES_URL', vars.LOCAL_IMAGES_URL),
    localSiteUrl: vars.LOCAL_SITE_URL === '' ? undefined : readLocalUrl('LOCAL_SITE_URL', vars.LOCAL_SITE_URL),
    publicOrigin: vars.PUBLIC_BASE_URL === '' ? undefined : new URL(vars.PUBLIC_BASE_URL).origin,
    signingKeys: readKeys('SIGNING_KEYS', vars.SIGNING_KEYS),
    secretsKeys: readKeys('SECRETS_KEYS', vars.SECRETS_KEYS),
    isAvifEnabled: vars.RENDER_AVIF !== 'false',
    locationHint: LOCATION_HINTS.find((hint) => hint === vars.GALLERY_LOCATION_HINT),
    operatorToken: vars.OPERATOR_TOKEN === '' ? undefined : checkSecret('OPERATOR_TOKEN', vars.OPERATOR_TOKEN),
    logsRequests: vars.LOG_REQUESTS !== 'false',
    // Whoever sets it to anything means to stop writing; `false` and `0` are how it is unset by a deployment.
    isInMaintenance: !['', 'false', '0'].includes(vars.MAINTENANCE.toLowerCase()),
  };
}

/** Parses the URL of a server on this machine. @throws where it is another one's. */
function readLocalUrl(name: string, text: string): URL {
  const url = new URL(text);
  if (!LOCAL_NAME.test(url.hostname)) throw new Error(`${name} names a server that is not on this machine.`);
  return url;
}
