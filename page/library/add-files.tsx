import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { toast } from '../ui/toasts.tsx';
import { FileQueue } from './file-queue.ts';

/** It goes on while other screens are looked at. */
const queue = new FileQueue();

/** Adds files to the library: picked, dropped anywhere on the screen, or pasted. */
export function AddFiles(): JSX.Element {
  const texts = t.value.library;
  const input = useRef<HTMLInputElement>(null);
  const add = async (files: readonly File[]): Promise<void> => {
    const count = await queue.add(files);
    if (queue.isBusy.peek()) return;
    if (count > 0) toast({ text: t.value.library.added(count) });
  };
  useEffect(() => takeDropped((files) => void add(files)), []);
  const files = queue.files.value;
  const done = files.filter(({ status }) => status === 'added').length;
  return (
    <div class="screen-actions">
      <button type="button" class="button button-primary" onClick={() => input.current?.click()}>
        <Icon name="upload" />
        {texts.add}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={texts.add}
        onChange={({ currentTarget }) => {
          void add([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      {queue.isBusy.value && (
        <label class="adding">
          {texts.adding(done, files.length)}
          <progress max={files.length} value={done} />
        </label>
      )}
      {queue.failed.value.length > 0 && <FailedFiles onTryAgain={() => void add([])} />}
    </div>
  );
}

/** The files that were not added, each with its reason. */
function FailedFiles({ onTryAgain }: { readonly onTryAgain: () => void }): JSX.Element {
  const texts = t.value.library;
  const failed = queue.failed.value;
  return (
    <section class="panel failed-files" aria-label={texts.notAdded(failed.length)}>
      <h2>{texts.notAdded(failed.length)}</h2>
      <ul>
        {failed.map(({ key, file, reason }) => (
          <li key={key}>
            <strong>{file.name}</strong> <span class="failure">{reason}</span>
          </li>
        ))}
      </ul>
      <div class="panel-actions">
        <button type="button" class="button" onClick={onTryAgain}>
          {t.value.common.tryAgain}
        </button>
        <button type="button" class="button" onClick={() => queue.dismiss()}>
          {t.value.common.dismiss}
        </button>
      </div>
    </section>
  );
}

/** Takes files that are dropped anywhere, or pasted. @returns what ends that. */
function takeDropped(onFiles: (files: readonly File[]) => void): () => void {
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;
  const allow = (event: DragEvent): void => {
    if (hasFiles(event)) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  };
  const paste = ({ clipboardData }: ClipboardEvent): void => {
    const files = [...(clipboardData?.files ?? [])];
    if (files.length > 0) onFiles(files);
  };
  addEventListener('dragover', allow);
  addEventListener('drop', drop);
  addEventListener('paste', paste);
  return () => {
    removeEventListener('dragover', allow);
    removeEventListener('drop', drop);
    removeEventListener('paste', paste);
  };
}
