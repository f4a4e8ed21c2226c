import type { Context } from 'hono';
import type { AccessFault } from '../../access/faults.ts';
import { digestToken } from '../../access/token.ts';
import type { Credentials } from '../../catalogue/queries.ts';
import { parseBasicCredentials } from '../../http/basic-auth.ts';
import { checkSameSite, type CrossSiteFault } from '../../http/cross-site.ts';
import type { AppEnv } from '../../http/service.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { readTokenCredentials } from '../bigcommerce/authenticate.ts';

/** One of the two base paths of this version: how its clients authenticate, and the form of its access errors. */
export interface AuthScheme {
  readCredentials(c: Context<AppEnv>): Promise<Result<Credentials, AccessFault | CrossSiteFault>>;
  /** Returns the base path of the routes. */
  basePath(c: Context<AppEnv>): string;
  /** The form of access errors: V3's object under `/stores/…`, and an array, like all other errors, under `/api/v2`. */
  readonly accessErrors: 'object' | 'array';
}

/** `/stores/{store_hash}/v2`, authenticated by X-Auth-Token. */
export const tokenScheme: AuthScheme = {
  readCredentials: (c) => readTokenCredentials(c, 'v2'),
  basePath: (c) => `/stores/${c.req.param('store') ?? ''}/v2`,
  accessErrors: 'object',
};

/**
 * `/api/v2`, authenticated by HTTP Basic with the store's hash and a token
 * (docs/decisions/025-basic-user-is-store-hash.md). Browsers send Basic credentials along with the forms of other sites,
 * so writes of those are refused.
 */
export const basicScheme: AuthScheme = {
  readCredentials: async (c) => {
    const sameSite = checkSameSite(c.req.raw, c.get('service').urlRules.ownHosts);
    if (!sameSite.ok) return sameSite;
    const header = c.req.header('Authorization');
    if (header === undefined || !/^basic\b/i.test(header)) return fail({ kind: 'token-missing' });
    const pair = parseBasicCredentials(header);
    if (pair === undefined) return fail({ kind: 'token-unknown' });
    const digest = await digestToken(pair.password);
    return digest.ok ? ok({ tokenDigest: digest.value, storeHash: pair.user, api: 'v2' }) : digest;
  },
  basePath: () => '/api/v2',
  accessErrors: 'array',
};
