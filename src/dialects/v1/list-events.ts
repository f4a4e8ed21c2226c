import { lookUntilFound } from '../../catalogue/await-events.ts';
import { readToldEvents } from '../../catalogue/told-events.ts';
import * as z from '../../platform/schema.ts';
import { wait } from '../../platform/timer.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { toWireEvent } from './event.ts';
import type { V1Fault } from './faults.ts';
import { limitParameter } from './paging.ts';
import { readAuthorized, type V1Context } from './request-context.ts';

const SEQ_MESSAGE = 'It is a whole number from 0, or latest.';
const WAIT_MESSAGE = 'It is a whole number from 0 to 20.';

/** Behind every row there will ever be, where a read finds none and says which is the last. */
const BEYOND_ALL = Number.MAX_SAFE_INTEGER;

/** The schema of a row's number in a query. `latest` is the last one that there is. */
const seqParameter = z.pipe(
  z.pipe(
    z.string().check(z.regex(/^(?:0|[1-9]\d{0,15}|latest)$/, SEQ_MESSAGE)),
    z.transform((text) => (text === 'latest' ? text : Number(text))),
  ),
  z.union([z.literal('latest'), z.int(SEQ_MESSAGE)], SEQ_MESSAGE),
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
  const { journal, shownProducts, origin } = c.get('service');
  const read = await readAuthorized(c, 'read', eventsQuery, (digest, { after, limit }) =>
    journal.eventsWithAccess(digest, { afterSeq: after === 'latest' ? BEYOND_ALL : after, limit }),
  );
  if (!read.ok) return read;
  const { access, value: found, query } = read.value;
  const { store } = access;
  const { limit } = query;
  const afterSeq = query.after === 'latest' ? found.lastSeq : query.after;
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
