import * as z from 'zod';
import { readKeys, splitList } from '../access/key-list.ts';
import type { SecretsKeys } from '../access/sealed-secrets.ts';
import type { UrlSigningKeys } from '../delivery/signature.ts';

/** What a deployment sets from outside; all of it has defaults fit for production. */
export const varsSchema = z.object({
  LOCAL_SANDBOX: z.string().default(''),
  INGEST_ALLOWED_HOSTS: z.string().default(''),
  PUBLIC_BASE_URL: z.string().default(''),
  SIGNING_KEYS: z.string().default(''),
  SECRETS_KEYS: z.string().default(''),
  RENDER_AVIF: z.string().default(''),
  GALLERY_LOCATION_HINT: z.string().default(''),
  OPERATOR_TOKEN: z.string().default(''),
});

const LOCATION_HINTS = ['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'oc', 'afr', 'me'] as const;
type LocationHint = (typeof LOCATION_HINTS)[number];
const hintSchema = z.enum(LOCATION_HINTS).optional().catch(undefined);

export interface Config {
  /** On a laptop or in tests; never set in a deployment. */
  readonly isLocalSandbox: boolean;
  /** `host:port` entries that may be fetched from although they are not public; always empty in a deployment. */
  readonly ingestAllowedHosts: readonly string[];
  /** Origin of all URLs in answers; undefined: the request's own. */
  readonly publicOrigin: string | undefined;
  readonly signingKeys: UrlSigningKeys;
  /** Seal what must be kept secret but read again, by id: the first seals, all of them open. */
  readonly secretsKeys: SecretsKeys;
  readonly isAvifEnabled: boolean;
  readonly locationHint: LocationHint | undefined;
  /** The secret of the operator's routes; undefined: there are none. */
  readonly operatorToken: string | undefined;
}

/** Settings do not change while an isolate lives, so its requests read them once. */
const known = new WeakMap<object, Config>();

/**
 * The settings of this isolate.
 *
 * @throws where a deployment names hosts that are not public: it must not run, and says so in its log.
 */
export function readConfig(env: object): Config {
  const config = known.get(env) ?? parseConfig(env);
  known.set(env, config);
  return config;
}

function parseConfig(env: object): Config {
  const vars = varsSchema.parse(env);
  const isLocalSandbox = vars.LOCAL_SANDBOX === 'true';
  if (!isLocalSandbox && vars.INGEST_ALLOWED_HOSTS !== '') {
    throw new Error('INGEST_ALLOWED_HOSTS is for local use only: remove it from this deployment.');
  }
  return {
    isLocalSandbox,
    ingestAllowedHosts: splitList(vars.INGEST_ALLOWED_HOSTS),
    publicOrigin: vars.PUBLIC_BASE_URL === '' ? undefined : new URL(vars.PUBLIC_BASE_URL).origin,
    signingKeys: readKeys('SIGNING_KEYS', vars.SIGNING_KEYS),
    secretsKeys: readKeys('SECRETS_KEYS', vars.SECRETS_KEYS),
    isAvifEnabled: vars.RENDER_AVIF === 'true',
    locationHint: hintSchema.parse(vars.GALLERY_LOCATION_HINT || undefined),
    operatorToken: vars.OPERATOR_TOKEN === '' ? undefined : vars.OPERATOR_TOKEN,
  };
}
