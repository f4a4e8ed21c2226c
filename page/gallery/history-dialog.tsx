import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { HistoryEntry } from 'vitrine-client';
import { session } from '../api/session.ts';
import { formatAgo, formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import type { Gallery } from './gallery.ts';
import { HistoryList } from './history-list.ts';
import { type HistoryRow, toRows } from './history-rows.ts';

interface HistoryDialogProps {
  readonly gallery: Gallery;
  readonly onClose: () => void;
}

/** Shows who did what to the product, and goes back to any point of it. */
export function HistoryDialog({ gallery, onClose }: HistoryDialogProps): JSX.Element {
  const list = useMemo(() => new HistoryList(gallery.product), [gallery]);
  const version = gallery.confirmed.value?.version;
  // It follows what happens while it is open.
  useEffect(() => void list.refresh(), [list, version]);
  return (
    <Dialog title={t.value.history.title} size="side" onClose={onClose}>
      <HistoryRows list={list} gallery={gallery} />
    </Dialog>
  );
}

function HistoryRows({ list, gallery }: { readonly list: HistoryList; readonly gallery: Gallery }): JSX.Element {
  const entries = list.entries.value;
  const failure = list.failure.value;
  const texts = t.value.history;
  if (failure !== undefined) return <Failed error={failure} onRetry={() => void list.refresh()} />;
  if (entries === undefined) return <Loading />;
  if (entries.length === 0) return <p class="hint">{texts.empty}</p>;
  const oldest = entries.at(-1);
  const isAll = list.next.value === null;
  return (
    <>
      <ol class="history">
        {toRows(entries).map((row, index) => (
          <HistoryItem key={row.entry.seq} row={row} isNow={index === 0} gallery={gallery} />
        ))}
        {isAll && oldest?.canUndo === true && (
          <li class="history-entry">
            <p class="history-what">{texts.beginning}</p>
            <GoBack gallery={gallery} toVersion={oldest.version - 1} />
          </li>
        )}
      </ol>
      {!isAll && <ReadOn list={list} />}
    </>
  );
}

interface HistoryItemProps {
  readonly row: HistoryRow;
  readonly isNow: boolean;
  readonly gallery: Gallery;
}

function HistoryItem({ row: { entry, goBackTo }, isNow, gallery }: HistoryItemProps): JSX.Element {
  const texts = t.value.history;
  const kinds: Readonly<Record<string, string | undefined>> = texts.kinds;
  return (
    <li class="history-entry">
      <p class="history-what">
        {kinds[entry.kind] ?? entry.kind}
        {isNow && <span class="badge">{texts.now}</span>}
      </p>
      {/* The service says it in English. */}
      <p class="history-summary" lang="en" dir="ltr">
        {entry.summary}
      </p>
      <p class="history-who">
        <time dateTime={entry.at} title={formatTime(entry.at)}>
          {formatAgo(entry.at)}
        </time>
        <span>{describeActor(entry)}</span>
      </p>
      {goBackTo !== undefined && <GoBack gallery={gallery} toVersion={goBackTo} />}
    </li>
  );
}

/** Says who did it, and through which API. */
function describeActor({ by, api }: HistoryEntry): string {
  const texts = t.value.history;
  const apis: Readonly<Record<string, string | undefined>> = texts.apis;
  const who = by === null ? texts.operator : 'jobId' in by ? texts.job : by.label;
  return api === null ? who : texts.through(who, apis[api] ?? api);
}

function GoBack({ gallery, toVersion }: { readonly gallery: Gallery; readonly toVersion: number }): JSX.Element | null {
  const texts = t.value.history;
  if (!session.canWrite.value) return null;
  const goBack = async (): Promise<void> => {
    if (await gallery.goBackTo(toVersion, texts.wentBack)) announce(texts.wentBack);
  };
  return (
    <button type="button" class="button history-back" onClick={() => void goBack()}>
      {texts.goBack}
    </button>
  );
}

/** Reads on when it comes into view; it is a button, so that it can also be asked for. */
function ReadOn({ list }: { readonly list: HistoryList }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) void list.readOn();
    });
    if (button.current) observer.observe(button.current);
    return () => observer.disconnect();
  }, [list, list.next.value]);
  return (
    <button ref={button} type="button" class="button" onClick={() => void list.readOn()}>
      {t.value.common.more}
    </button>
  );
}
