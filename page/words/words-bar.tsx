import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { session } from '../api/session.ts';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { openLazyDialog } from '../ui/dialogs.tsx';
import { Icon } from '../ui/icon.tsx';
import { copyTexts } from './save-texts.ts';
import { storeLanguages, storeSettings } from '../api/store-facts.ts';
import { nameOfLanguage } from './language-name.ts';
import { lacksText } from './text.ts';

const loadFillDialog = async () => (await import('./fill-dialog.tsx')).FillDialog;

/** In which language texts are shown, which are missing, and what can be done for many of them at once. */
export function WordsBar(): JSX.Element | null {
  const scope = useGallery();
  const { images, shown, words } = scope;
  // Shoppers see the frames of a turntable as one thing, so each of them may do without a text.
  const isCounted = shown.value === 'shop';
  useEffect(() => void storeSettings.read(), []);
  useEffect(() => {
    const save = (): void => words.saveNow();
    document.addEventListener('visibilitychange', save);
    return () => document.removeEventListener('visibilitychange', save);
  }, [words]);
  const missing = useComputed(() => images.value.filter((image) => lacksText(image, words.language.value)).length);
  const texts = t.value.words;
  if (images.value.length === 0) return null;
  return (
    <div class="words-bar" role="group" aria-label={texts.bar}>
      <Languages isCounted={isCounted} />
      {isCounted && (missing.value > 0 || words.isFiltered.value) && (
        <button
          type="button"
          class="chip"
          aria-pressed={words.isFiltered.value}
          onClick={() => {
            words.isFiltered.value = !words.isFiltered.value;
          }}
        >
          {texts.onlyMissing(missing.value)}
        </button>
      )}
      {isCounted && missing.value === 0 && <span class="hint">{texts.noneMissing}</span>}
      {session.canWrite.value && <CopyButton />}
      {session.canWrite.value && (
        <button
          type="button"
          class="chip"
          onClick={() => openLazyDialog(loadFillDialog, (onClose) => ({ scope, onClose }))}
        >
          <Icon name="copy" />
          {texts.fill}
        </button>
      )}
    </div>
  );
}

/** A switch of the languages of the store, with what is missing in each. */
function Languages({ isCounted }: { readonly isCounted: boolean }): JSX.Element | null {
  const { images, words } = useGallery();
  const [first, ...others] = storeLanguages.value;
  if (first === undefined || others.length === 0) return null;
  const texts = t.value.words;
  const all = [{ tag: first, language: undefined }, ...others.map((tag) => ({ tag, language: tag }))];
  return (
    <div class="chips" role="group" aria-label={texts.language}>
      {all.map(({ tag, language }) => {
        const count = isCounted ? images.value.filter((image) => lacksText(image, language)).length : 0;
        return (
          <button
            key={tag}
            type="button"
            class="chip"
            aria-pressed={words.language.value === language}
            onClick={() => {
              words.language.value = language;
            }}
          >
            <span lang={tag}>{nameOfLanguage(tag)}</span>
            {language === undefined && ` ${texts.default}`}
            {count > 0 && <span class="chip-note">{texts.missing(count)}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** Takes the texts of the default language over where the shown one has none. */
function CopyButton(): JSX.Element | null {
  const { gallery, images, words } = useGallery();
  const language = words.language.value;
  const [first] = storeLanguages.value;
  if (language === undefined || first === undefined) return null;
  const copied = images.value.filter((image) => lacksText(image, language) && !lacksText(image, undefined));
  if (copied.length === 0) return null;
  return (
    <button type="button" class="chip" onClick={() => void copyTexts(gallery, copied, language)}>
      {t.value.words.copyFrom(nameOfLanguage(first), copied.length)}
    </button>
  );
}
