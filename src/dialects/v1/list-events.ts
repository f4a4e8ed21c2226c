import { lookUntilFound } from '../../catalogue/await-events.ts';
import { readToldEvents } from '../../catalogue/told-events.ts';
import * as z from '../../platform/schema.ts';
import { wait } from '../../platform/timer.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { toWireEvent } from './event.ts';
import type { V1Fault } from './faults.ts';
import { limitParameter } from './paging.ts';
import { readAuthorized, type V1Context } from './request-context.ts';

const SEQ_MESSAGE = 'It is a whole number from 0.';
const WAIT_MESSAGE = 'It is a whole number from 0 to 20.';

/** The schema of a row's number in a query. */
const seqParameter = z.pipe(
  z.pipe(z.string().check(z.regex(/^(?:0|[1-9]\d{0,15})$/, SEQ_MESSAGE)), z.transform(Number)),
  z.int(SEQ_MESSAGE),
);

/** The parameters of the list of events. */
export const eventsQuery = z.strictObject({
  after: z._default(seqParameter, 0),
  limit: limitParameter,
  wait: z._default(z.pipe(z.string().check(z.regex(/^(?:1?\d|20)$/, WAIT_MESSAGE)), z.transform(Number)), 0),
});

/**
 * GET /v1/events: the rows of the store's journal after a position, in commit order; with `wait`, once there are some.
 * Fault: events-gone, besides the access faults and parameters-invalid.
 */
export async function listEvents(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { journal, shownProducts, origin } = c.var.service;
  const read = await readAuthorized(c, 'read', eventsQuery, (digest, { after: afterSeq, limit }) =>
    journal.eventsWithAccess(digest, { afterSeq, limit }),
  );
  if (!read.ok) return read;
  const { access, value: found, query } = read.value;
  const { store } = access;
  const { after: afterSeq, limit } = query;
  // 0 is where everybody begins, however much of the journal is left.
  if (afterSeq > 0 && found.oldestSeq > afterSeq + 1) {
    return fail({ kind: 'events-gone', afterSeq, oldestSeq: found.oldestSeq });
  }
  if (afterSeq > found.lastSeq) {
    const detail = `The last event of the store is ${found.lastSeq}.`;
    return fail({ kind: 'parameters-invalid', errors: [{ parameter: 'after', detail }] });
  }
  const page = await lookUntilFound(
    found,
    () => journal.events(store.id, { afterSeq, limit }),
    ({ records }) => records.length > 0,
    {
      waitMs: query.wait * 1_000,
      nowMs: Date.now,
      pause: wait,
      isAbandoned: () => c.req.raw.signal.aborted,
    },
  );
  const told = await readToldEvents(shownProducts, store.id, page);
  const events = told.map((event) => toWireEvent(event, store, origin));
  return ok(Response.json({ events, next: events.at(-1)?.seq ?? afterSeq }));
}
