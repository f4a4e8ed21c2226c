import type { JSX } from 'preact';
import { textOf } from '../gallery/conflict.ts';
import { t } from '../text/language.ts';
import { Picture } from '../ui/picture.tsx';
import type { PlannedText } from './plan-texts.ts';
import { defaultLanguage } from '../api/store-facts.ts';
import { countCharacters, CUT_CHARACTERS } from './text.ts';

interface FillPreviewProps {
  readonly planned: readonly PlannedText[];
  readonly language: string | undefined;
}

/** What each image gets, or keeps. */
export function FillPreview({ planned, language }: FillPreviewProps): JSX.Element {
  const texts = t.value.words;
  return (
    <ul class="fill-preview" aria-label={texts.preview} tabIndex={0}>
      {planned.map(({ image, text, isKept }) => {
        const before = textOf(image, language);
        const count = countCharacters(text);
        return (
          <li key={image.id} class={isKept ? 'is-kept' : undefined}>
            <span class="fill-picture">
              <Picture urls={image.urls} srcset={image.srcset} sizes="2.5rem" alt="" color={image.media.color} />
            </span>
            <span class="fill-number">{image.position + 1}</span>
            <span lang={language ?? defaultLanguage.value} dir="auto">
              {!isKept && before !== '' && <del>{before}</del>} {text === '' ? '–' : text}
            </span>
            {isKept && text !== '' && <span class="hint">{texts.kept}</span>}
            {count > CUT_CHARACTERS && <span class="alt-count">{texts.cut(count, CUT_CHARACTERS)}</span>}
          </li>
        );
      })}
    </ul>
  );
}
