import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import type { Replacement, ReplacementState } from './replacements.ts';

/** Pictures that were replaced here, each with the one before and the one after side by side. */
export function ReplacementPanels(): JSX.Element {
  const { replacements } = useGallery();
  return (
    <>
      {replacements.all.value.map((each) => (
        <ReplacementPanel key={each.id} replacement={each} />
      ))}
    </>
  );
}

function ReplacementPanel({ replacement }: { readonly replacement: Replacement }): JSX.Element {
  const { replacements } = useGallery();
  const { file, beforeUrl, afterUrl, note } = replacement;
  const state = replacement.state.value;
  const texts = t.value.uploads;
  const isOpen = state.kind === 'preparing' || state.kind === 'sending';
  // Once something else was done, undo would take that back.
  const isOver = state.kind === 'done' && !replacements.canTakeBack(replacement);
  useEffect(() => {
    if (isOver) replacements.close(replacement);
  }, [isOver]);
  return (
    <section class="replacement" aria-label={texts.replacementLabel(file.name)}>
      <figure>
        <div class="replacement-picture">
          {beforeUrl !== undefined && <img class="picture" src={beforeUrl} alt="" />}
        </div>
        <figcaption>{texts.before}</figcaption>
      </figure>
      <figure>
        <div class="replacement-picture">
          <img class="picture" src={afterUrl} alt="" />
        </div>
        <figcaption>{texts.after}</figcaption>
      </figure>
      <div class="replacement-words">
        <p class={state.kind === 'failed' ? 'failure' : undefined}>{describe(state)}</p>
        {note.value !== undefined && <p class="hint">{note}</p>}
        <div class="upload-line">
          {state.kind === 'done' && (
            <button type="button" class="button" onClick={() => void replacements.takeBack(replacement)}>
              {texts.takeBack}
            </button>
          )}
          {state.kind === 'failed' && (
            <button type="button" class="button" onClick={() => void replacements.tryAgain(replacement)}>
              {t.value.common.tryAgain}
            </button>
          )}
          {!isOpen && (
            <button type="button" class="button" onClick={() => replacements.close(replacement)}>
              {state.kind === 'done' ? texts.keepNew : t.value.common.dismiss}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

function describe(state: ReplacementState): string {
  const texts = t.value.uploads;
  switch (state.kind) {
    case 'preparing':
      return texts.preparing;
    case 'sending':
      return texts.replacing;
    case 'failed':
      return state.reason;
    case 'done':
      return texts.replaced;
    default:
      return state satisfies never;
  }
}
