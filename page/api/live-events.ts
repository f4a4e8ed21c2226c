import { type VitrineEvent, VitrineProblem } from 'vitrine-client';
import { vitrine } from './client.ts';
import { pause, untilReachable } from './connection.ts';
import { session } from './session.ts';

/** Is told of what happens in the store, and of gaps, after which everything may be different. */
export interface EventListener {
  readonly onEvent: (event: VitrineEvent) => void;
  readonly onGap: () => void;
}

const listeners = new Set<EventListener>();

let stopFollowing: (() => void) | undefined;

/**
 * Tells a listener of everything that happens in the store from now on. All listeners share one request, which is open
 * only while the page can be seen: a browser has few connections for all its tabs.
 */
export function listen(listener: EventListener): { readonly stop: () => void } {
  listeners.add(listener);
  update();
  return {
    stop: () => {
      listeners.delete(listener);
      update();
    },
  };
}

document.addEventListener('visibilitychange', () => update());

function update(): void {
  const isWanted = listeners.size > 0 && document.visibilityState === 'visible';
  if (isWanted && stopFollowing === undefined) {
    const stop = new AbortController();
    stopFollowing = () => stop.abort();
    void follow(stop.signal);
  } else if (!isWanted && stopFollowing !== undefined) {
    stopFollowing();
    stopFollowing = undefined;
  }
}

/** How long to wait before events are asked for again after the service has refused to tell them. */
const RETRY_MS = 10_000;

/** The position that the next request begins after. It stays while the page is hidden, so that nothing is missed. */
let position: number | 'latest' = 'latest';

async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const isFirst = position === 'latest';
      const read = async () => await vitrine.events.list({ after: position, wait: isFirst ? 0 : 20 }, { signal });
      const { events, next } = await session.keep(async () => await untilReachable(read));
      position = next;
      // What happened before the first answer may have come after whatever was read until then.
      if (isFirst) tellAll(({ onGap }) => onGap());
      for (const event of events) tellAll(({ onEvent }) => onEvent(event));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof VitrineProblem && error.is('events-gone')) position = 'latest';
      // Whatever else it is may pass: what others do must not stay unseen until the page is loaded again.
      else await pause(RETRY_MS);
    }
  }
}

const tellAll = (tell: (listener: EventListener) => void): void => [...listeners].forEach(tell);
