import type { ListEventsAnswer, ListEventsQuery, VitrineEvent } from '../api-types.ts';
import type { CallOptions } from '../options.ts';
import { VitrineProblem } from '../problem.ts';
import { backOffMs, sleep } from '../retry.ts';
import type { Transport } from '../transport.ts';

/** For how long the service holds an answer until there is an event, and how much longer the answer may take. */
const WAIT_SECONDS = 20;
const MARGIN_MS = 10_000;

/** What happened in the store, in order. */
export class Events {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Reads one page of what happened after a position. */
  async list(query: ListEventsQuery = {}, options: CallOptions = {}): Promise<ListEventsAnswer> {
    return (await this.#transport.send<ListEventsAnswer>({ method: 'GET', path: '/events', query }, options)).body;
  }

  /**
   * Goes through all that happens after a position, without gap or repeat, and waits for what comes next. It ends when
   * the signal is aborted, and goes on when the line breaks or the service is away for however long. Keep the `seq` of the
   * last event that you have dealt with, and begin there after a restart.
   *
   * @param start `after`: the position; 0, or nothing, begins with the first event that is kept, and `latest`
   *   with what happens from now on.
   * @throws VitrineProblem where waiting does not help: a token that is not valid, or `events-gone`.
   */
  async *follow(
    start: Pick<ListEventsQuery, 'after' | 'limit'> & { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<VitrineEvent, void, undefined> {
    const { signal, limit } = start;
    let after: number | 'latest' = start.after ?? 0;
    let failures = 0;
    const isEnded = (): boolean => signal?.aborted === true;
    while (!isEnded()) {
      try {
        const timeoutMs = WAIT_SECONDS * 1000 + MARGIN_MS;
        // Where now is, is asked at once: if a line broke while that answer waited, now would be later.
        const wait = after === 'latest' ? 0 : WAIT_SECONDS;
        const page: ListEventsAnswer = await this.list({ after, limit, wait }, { signal, timeoutMs });
        failures = 0;
        yield* page.events;
        after = page.next;
      } catch (error) {
        if (isEnded()) return;
        if (!mayPass(error)) throw error;
        await sleep(backOffMs(failures), signal).catch(() => undefined);
        failures += 1;
      }
    }
  }
}

/** Whether what went wrong may be over later: the line, the quota, or the service itself. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof VitrineProblem) || error.status === 429 || error.status === 408 || error.status >= 500;
