import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { isProductEvent, type VitrineEvent } from 'vitrine-client';
import { productAddress } from '../address.ts';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { listen } from '../api/live-events.ts';
import { describeActor } from '../text/actor.ts';
import { formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { Link } from '../ui/link.tsx';
import { Picture } from '../ui/picture.tsx';
import { Empty } from '../ui/states.tsx';

/** How many events from before are shown. */
const RECENT_EVENTS = 50;

/** How many events are kept for looking back. */
const MAX_EVENTS = 200;

/** How many pictures of one event are shown. */
const MAX_PICTURES = 8;

/** What has happened, the last first. It stays while other screens are looked at. */
const events = signal<readonly VitrineEvent[]>([]);

/** Adds events, each once. */
function note(more: readonly VitrineEvent[]): void {
  const bySeq = new Map([...events.peek(), ...more].map((event) => [event.seq, event]));
  events.value = [...bySeq.values()].toSorted((a, b) => b.seq - a.seq).slice(0, MAX_EVENTS);
}

/** Reads what happened last, before this screen was opened. */
async function readRecent(): Promise<void> {
  const { next } = await call(async () => await vitrine.events.list({ after: 'latest' }));
  const after = Math.max(0, next - RECENT_EVENTS);
  const recent = await call(async () => await vitrine.events.list({ after, limit: RECENT_EVENTS }));
  note(recent.events);
}

/** What happens in the store, as it happens. */
export function ActivityScreen(): JSX.Element {
  const texts = t.value.activity;
  useEffect(() => {
    const follower = listen({
      onEvent: (event) => note([event]),
      onGap: () => undefined,
    });
    // Older ones may be gone already; what happens from now on is shown all the same.
    void readRecent().catch(() => undefined);
    return () => follower.stop();
  }, []);
  return (
    <section aria-label={texts.title}>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        <p class="hint">{texts.intro}</p>
      </header>
      <ul class="rows" aria-live="off">
        {events.value.map((event) => (
          <EventRow key={event.seq} event={event} />
        ))}
      </ul>
      {events.value.length === 0 && <Empty icon="history" title={texts.none} />}
    </section>
  );
}

function EventRow({ event }: { readonly event: VitrineEvent }): JSX.Element {
  const texts = t.value.activity;
  const { type, at, by, productId } = event;
  const images = isProductEvent(event) ? event.data.images : [];
  return (
    <li class="row">
      <div class="row-text">
        <strong>{texts.types[type]}</strong>{' '}
        {productId !== null && <Link href={productAddress(productId)}>{texts.ofProduct(productId)}</Link>}
        <div class="hint">
          {describeActor(by)}, {formatTime(at)}
        </div>
      </div>
      {images.slice(0, MAX_PICTURES).map(({ id, urls, srcset, alt, media }) => (
        <span key={id} class="row-picture">
          <Picture urls={urls} srcset={srcset} sizes="3rem" alt={alt} color={media.color} />
        </span>
      ))}
    </li>
  );
}
