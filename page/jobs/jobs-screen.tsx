import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Job, ListedJob } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeProblem } from '../api/failure.ts';
import { listen } from '../api/live-events.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { formatAgo } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { Picture } from '../ui/picture.tsx';
import { Empty, Loading } from '../ui/states.tsx';

/** How often jobs that run are looked at again. */
const RUNNING_INTERVAL_MS = 1_500;

const isRunning = ({ status }: Pick<Job, 'status'>): boolean => status === 'pending' || status === 'running';

/** The jobs of the store, with their progress as it goes on. */
export function JobsScreen(): JSX.Element {
  const texts = t.value.jobs;
  const list = useMemo(openJobs, []);
  const jobs = list.items.value;
  useEffect(() => {
    void list.more();
    const follower = listen({
      onEvent: ({ type }) => {
        if (type === 'job.accepted' || type === 'job.finished') void list.restart();
      },
      onGap: () => void list.restart(),
    });
    return () => follower.stop();
  }, [list]);
  const isAnyRunning = jobs.some(isRunning);
  useEffect(() => {
    if (!isAnyRunning) return undefined;
    const timer = setInterval(() => void refreshRunning(list), RUNNING_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [list, isAnyRunning]);
  return (
    <section aria-label={texts.title}>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        <p class="hint">{texts.intro}</p>
      </header>
      <ul class="rows">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
      {jobs.length === 0 && list.isAtEnd.value && <Empty icon="history" title={texts.none} />}
      <EndlessEnd list={list} />
    </section>
  );
}

const openJobs = (): EndlessList<ListedJob> =>
  new EndlessList<ListedJob>(async (cursor) => {
    const { value } = await vitrine.jobs.list({ cursor }).pages().next();
    return value ?? { items: [], next: null };
  });

async function refreshRunning(list: EndlessList<ListedJob>): Promise<void> {
  const running = list.items.peek().filter(isRunning);
  const read = await Promise.allSettled(running.map(async ({ id }) => await vitrine.jobs.get(id)));
  const byId = new Map(read.flatMap((each) => (each.status === 'fulfilled' ? [[each.value.id, each.value]] : [])));
  list.update((items) => items.map((job) => byId.get(job.id) ?? job));
}

function JobRow({ job }: { readonly job: ListedJob }): JSX.Element {
  const texts = t.value.jobs;
  const { id, status, done, failed, total, createdAt } = job;
  const isOpen = useSignal(false);
  return (
    <li class="row">
      <div class="row-text">
        <strong>{texts.statuses[status]}</strong> <span class="hint">{formatAgo(createdAt)}</span>
        <div class={failed > 0 ? 'failure' : undefined}>{texts.progress(done, failed, total)}</div>
        <JobBar job={job} />
        <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
          <summary>{texts.results}</summary>
          {isOpen.value && <JobResults id={id} finishedCount={done + failed} />}
        </details>
      </div>
    </li>
  );
}

/** How much of a job has been done, and how much has failed. */
function JobBar({ job: { done, failed, total } }: { readonly job: ListedJob }): JSX.Element {
  const share = (count: number): { readonly inlineSize: string } => ({
    inlineSize: `${(100 * count) / Math.max(1, total)}%`,
  });
  return (
    <div
      class="job-bar"
      role="progressbar"
      aria-label={t.value.jobs.progress(done, failed, total)}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done + failed}
    >
      <span class="job-bar-done" style={share(done)} />
      <span class="job-bar-failed" style={share(failed)} />
    </div>
  );
}

/** What became of each item, read again whenever more of them have ended. */
function JobResults({ id, finishedCount }: { readonly id: string; readonly finishedCount: number }): JSX.Element {
  const job = useSignal<Job | undefined>(undefined);
  useEffect(() => {
    void act(async () => (job.value = await call(async () => await vitrine.jobs.get(id))));
  }, [id, finishedCount]);
  if (job.value === undefined) return <Loading />;
  return (
    <ol class="job-results">
      {job.value.results.map((result, index) => (
        <li key={index}>
          <JobResult result={result} />
        </li>
      ))}
    </ol>
  );
}

function JobResult({ result }: { readonly result: Job['results'][number] }): JSX.Element {
  const texts = t.value.jobs;
  const { status, image, problem } = result;
  if (problem) return <span class="failure">{describeProblem(problem)}</span>;
  if (status === 202) return <span class="hint">{texts.waiting}</span>;
  if (image === null || image === undefined) return <span>{texts.gone}</span>;
  return (
    <span class="job-image">
      <span class="row-picture">
        <Picture urls={image.urls} srcset={image.srcset} sizes="3rem" alt={image.alt} color={image.media.color} />
      </span>
      {texts.created}
    </span>
  );
}
