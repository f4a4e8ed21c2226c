import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GalleryScope } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';
import { addSources } from './add-to-gallery.ts';
import { readUrls } from './url-list.ts';

/** The most addresses that are fetched one by one, each with its tile. More become a job, as in the API. */
const MOST_ONE_BY_ONE = 20;

interface UrlDialogProps {
  readonly scope: GalleryScope;
  /** What is in the field at first. */
  readonly text: string;
  readonly onClose: () => void;
}

/** A list of addresses that pictures are fetched from. */
export function UrlDialog({ scope, text: initial, onClose }: UrlDialogProps): JSX.Element {
  const texts = t.value.uploads;
  const [text, setText] = useState(initial);
  const { urls, wrong } = readUrls(text);
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    if (urls.length === 0 || wrong.length > 0) return;
    if (urls.length > MOST_ONE_BY_ONE) void scope.urlJobs.begin(urls, scope.shown.peek());
    else
      addSources(
        scope,
        urls.map((url) => ({ kind: 'url', url })),
        null,
      );
    onClose();
  };
  return (
    <Dialog title={texts.urlsTitle} onClose={onClose}>
      <form onSubmit={add}>
        <label class="field">
          <span>{texts.urlsField}</span>
          <textarea
            class="url-list"
            rows={8}
            autoFocus
            dir="ltr"
            spellcheck={false}
            value={text}
            aria-invalid={wrong.length > 0}
            aria-describedby="url-list-hint"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <p id="url-list-hint" class={wrong.length > 0 ? 'failure' : 'hint'}>
          {wrong.length > 0
            ? texts.urlsWrong(wrong.map(({ line }) => line).join(', '))
            : urls.length > MOST_ONE_BY_ONE
              ? texts.urlsJob
              : texts.urlsHint}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.common.cancel}
          </button>
          <button type="submit" class="button button-primary" disabled={urls.length === 0 || wrong.length > 0}>
            {texts.addCount(urls.length)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
