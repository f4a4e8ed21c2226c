import { untilReachable } from './connection.ts';
import { session } from './session.ts';

/**
 * Calls the service as the page does everywhere: a broken line is waited for, and a session that has ended is begun
 * anew by whoever sits there. Writes must name an `idempotencyKey`, because they may be sent again.
 *
 * @throws VitrineProblem where the service refuses.
 */
export const call = async <Value>(send: () => Promise<Value>): Promise<Value> =>
  await session.keep(async () => await untilReachable(send));
