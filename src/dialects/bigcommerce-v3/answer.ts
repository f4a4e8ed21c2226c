import type { Context } from 'hono';
import type { Fault } from '../../catalogue/faults.ts';
import { refuse } from '../../catalogue/queries.ts';
import type { AppEnv } from '../../http/app-env.ts';
import type { Result } from '../../platform/result.ts';
import { meteredPorts } from '../bigcommerce/credentials.ts';
import { errorResponse } from '../bigcommerce/object-error.ts';
import { toWireError } from './errors.ts';
import { readQuestion } from './request.ts';

/** The answer of a success, or the error of a fault. */
export function answer(result: Result<Response, Fault>): Response {
  return result.ok ? result.value : errorResponse(toWireError(result.fault));
}

/** Answers a read with `fault`, unless whoever asks may not ask at all. */
export async function refuseQuestion(c: Context<AppEnv>, fault: Fault): Promise<Response> {
  const question = await readQuestion(c);
  if (!question.ok) return answer(question);
  return answer(await refuse(meteredPorts(c.var.service), question.value, 'read', fault));
}
