import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';

interface TextChoiceProps {
  readonly id: string;
  readonly theirs: string;
  readonly language: string | undefined;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Shows what somebody else has written while the text above it was edited here, and asks which one stays. */
export function TextChoice({ id, theirs, language, onKeepMine, onTakeTheirs }: TextChoiceProps): JSX.Element {
  const texts = t.value.words;
  useEffect(() => announce(texts.conflictSaid(theirs)), [theirs]);
  return (
    <div class="alt-conflict" role="group" aria-label={texts.conflict}>
      <p id={id}>
        {texts.conflict}{' '}
        <q lang={language} dir="auto">
          {theirs === '' ? texts.emptied : theirs}
        </q>
      </p>
      <button type="button" class="button button-small" onClick={onKeepMine}>
        {texts.keepMine}
      </button>
      <button type="button" class="button button-small" onClick={onTakeTheirs}>
        {texts.takeTheirs}
      </button>
    </div>
  );
}
