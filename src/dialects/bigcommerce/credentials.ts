import type { Context } from 'hono';
import type { AccessFault } from '../../access/faults.ts';
import { digestToken } from '../../access/token.ts';
import type { CataloguePorts } from '../../catalogue/ports.ts';
import type { Credentials, Question } from '../../catalogue/queries.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { parseId } from '../../model/ids.ts';
import type { Service } from '../../http/service.ts';
import { ok, type Result } from '../../platform/result.ts';

/** Reads X-Auth-Token and the store in the path (contract: BigCommerce section 3). Faults: token-missing, token-empty. */
export async function tokenCredentials(c: Context<AppEnv>): Promise<Result<Credentials, AccessFault>> {
  const digest = await digestToken(c.req.header('X-Auth-Token'));
  return digest.ok ? ok({ tokenDigest: digest.value, storeHash: c.req.param('store') ?? '' }) : digest;
}

/** Adds the product in the path to who asks. */
export function toQuestion(c: Context<AppEnv>, credentials: Credentials): Question {
  const productLabel = c.req.param('product') ?? '';
  return { ...credentials, productLabel, productId: parseId(productLabel) };
}

/** The catalogue as the BigCommerce dialects use it: their stores may have quotas. */
export function meteredPorts({ ports, quotas }: Service): CataloguePorts {
  return { ...ports, quotas };
}
