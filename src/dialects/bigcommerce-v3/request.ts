import type { Context } from 'hono';
import type { AccessFault } from '../../access/faults.ts';
import type { Fault } from '../../catalogue/faults.ts';
import type { Question } from '../../catalogue/queries.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { ok, type Result } from '../../platform/result.ts';
import { meteredPorts, tokenCredentials, toQuestion } from '../bigcommerce/credentials.ts';
import { admitWrite, type Admitted } from '../bigcommerce/write-request.ts';

/** Reads who asks for which product; the first check after the route (contract: BigCommerce section 3). */
export async function readQuestion(c: Context<AppEnv>): Promise<Result<Question, AccessFault>> {
  const credentials = await tokenCredentials(c);
  return credentials.ok ? ok(toQuestion(c, credentials.value)) : credentials;
}

/** Lets a write in, by header, token, store and scope, and finds its product's id. */
export async function letIn(c: Context<AppEnv>): Promise<Result<Admitted, Fault>> {
  const question = await readQuestion(c);
  return question.ok ? await admitWrite(meteredPorts(c.var.service), question.value) : question;
}
