import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { SaveState } from './alt-draft.ts';
import { countCharacters, CUT_CHARACTERS } from './text.ts';

const ICONS: Readonly<Partial<Record<SaveState, IconName>>> = { saved: 'check', failed: 'warning' };

/** What is to be said of a text: whether it is saved, and that it is longer than some can read. */
export function AltNotes({ text, state }: { readonly text: string; readonly state: SaveState }): JSX.Element | null {
  const count = countCharacters(text);
  const isLong = count > CUT_CHARACTERS;
  const isSaid = state === 'saving' || state === 'saved' || state === 'failed';
  if (!isLong && !isSaid) return null;
  const texts = t.value.words;
  const icon = ICONS[state];
  return (
    <div class="alt-notes">
      {isLong && (
        <span class="alt-count" title={texts.cutDetail(CUT_CHARACTERS)}>
          {texts.cut(count, CUT_CHARACTERS)}
        </span>
      )}
      {isSaid && (
        <span class={`alt-state alt-state-${state}`}>
          {icon && <Icon name={icon} />}
          {texts.states[state]}
        </span>
      )}
    </div>
  );
}
