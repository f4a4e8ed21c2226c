import type { JSX } from 'preact';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import type { UrlJob } from './url-jobs.ts';

/** How far all files are that were added here, and what can be done about all of them at once. */
export function UploadSummary(): JSX.Element | null {
  const { uploads, urlJobs } = useGallery();
  const texts = t.value.uploads;
  const { total, added, failed, asking, waiting } = uploads.counts.value;
  const isShown = uploads.batches.value.length > 0;
  if (!isShown && urlJobs.all.value.length === 0) return null;
  return (
    <section class="upload-summary" aria-label={texts.summaryLabel}>
      {isShown && (
        <div class="upload-line">
          <progress aria-label={texts.summaryLabel} max={total} value={added} />
          <span>{texts.summary(added, total, failed)}</span>
          {waiting > 1 && (
            <button type="button" class="button" onClick={() => uploads.stop()}>
              {texts.stop}
            </button>
          )}
          {failed > 1 && (
            <button type="button" class="button" onClick={() => uploads.retryAll()}>
              {texts.tryAll}
            </button>
          )}
        </div>
      )}
      {asking > 1 && (
        <div class="upload-line">
          <span>{texts.askingMany(asking)}</span>
          <button type="button" class="button" onClick={() => uploads.answerAll(true)}>
            {texts.addAll}
          </button>
          <button type="button" class="button" onClick={() => uploads.answerAll(false)}>
            {texts.leaveAll}
          </button>
        </div>
      )}
      {urlJobs.all.value.map((job) => (
        <JobLine key={job.id} job={job} onClose={() => urlJobs.close(job.id)} />
      ))}
    </section>
  );
}

function JobLine({ job, onClose }: { readonly job: UrlJob; readonly onClose: () => void }): JSX.Element {
  const texts = t.value.uploads;
  const { total, done, failed, isOver, reasons } = job;
  return (
    <div>
      <div class="upload-line">
        <progress aria-label={texts.jobLabel} max={total} value={done + failed} />
        <span>{texts.jobProgress(done, total, failed)}</span>
        {isOver && (
          <button type="button" class="button" onClick={onClose}>
            {t.value.common.dismiss}
          </button>
        )}
      </div>
      {reasons.length > 0 && (
        <ul class="upload-reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
