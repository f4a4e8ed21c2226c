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
import { Empty, Loading } from '../ui/states.tsx';
import { type EventGroup, toGroups } from './event-groups.ts';

/** How many events from before are shown. */
const RECENT_EVENTS = 50;

/** How many events are kept for looking back. */
const MAX_EVENTS = 200;

/** How many pictures of one event are shown. */
const MAX_PICTURES = 8;

/** What has happened, the last first. It stays while other screens are looked at. */
const events = signal<readonly VitrineEvent[]>([]);

/** Whether what happened before was read, as far as it can be. */
const isRead = signal(false);

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
    void readRecent()
      .catch(() => undefined)
      .finally(() => (isRead.value = true));
    return () => follower.stop();
  }, []);
  return (
    <section aria-label={texts.title}>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        <p class="hint">{texts.intro}</p>
      </header>
      <ul class="rows" aria-live="off">
        {toGroups(events.value).map((group) => (
          <GroupRow key={group.at(-1)?.seq} group={group} />
        ))}
      </ul>
      {events.value.length === 0 && (isRead.value ? <Empty icon="history" title={texts.none} /> : <Loading />)}
    </section>
  );
}

/** Events of one kind that followed each other are one row: a job alone can have hundreds. */
function GroupRow({ group }: { readonly group: EventGroup }): JSX.Element {
  const texts = t.value.activity;
  const [{ type, at, by, productId }] = group;
  const pictures = new Map(group.flatMap(imagesOf).map((image) => [image.id, image]));
  return (
    <li class="row">
      <div class="row-text">
        <strong>{texts.types[type]}</strong> {group.length > 1 && <span class="hint">{texts.times(group.length)}</span>}{' '}
        {productId !== null && <Link href={productAddress(productId)}>{texts.ofProduct(productId)}</Link>}
        <div class="hint">
          {describeActor(by)}, {formatTime(at)}
        </div>
      </div>
      <div class="row-pictures">
        {[...pictures.values()].slice(0, MAX_PICTURES).map(({ id, urls, srcset, alt, media }) => (
          <span key={id} class="row-picture">
            <Picture urls={urls} srcset={srcset} sizes="3rem" alt={alt} color={media.color} />
          </span>
        ))}
        {pictures.size > MAX_PICTURES && <span class="hint">+{pictures.size - MAX_PICTURES}</span>}
      </div>
    </li>
  );
}

const imagesOf = (event: VitrineEvent) => (isProductEvent(event) ? event.data.images : []);
