import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import type { GalleryScope } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';
import { FillPreview } from './fill-preview.tsx';
import { planTexts } from './plan-texts.ts';
import { saveTexts } from './save-texts.ts';
import { storeLanguages } from '../api/store-facts.ts';
import { nameOfLanguage } from './language-name.ts';
import { PLACEHOLDERS, unknownPlaceholders } from './template.ts';
import { lacksText, MAX_TEXT_CHARACTERS, toTextPatch } from './text.ts';

interface FillDialogProps {
  readonly scope: GalleryScope;
  readonly onClose: () => void;
}

type Reach = 'selected' | 'missing' | 'all';

/** Gives many images a text at once, the same one or by a template, and shows beforehand what each of them gets. */
export function FillDialog({ scope, onClose }: FillDialogProps): JSX.Element {
  const { gallery, images, selection, words } = scope;
  const language = words.language.value;
  const reached = useMemo(
    () => ({
      selected: images.value.filter(({ id }) => selection.ids.value.has(id)),
      missing: images.value.filter((image) => lacksText(image, language)),
      all: images.value,
    }),
    [images.value, selection.ids.value, language],
  );
  const [reach, setReach] = useState<Reach>(
    reached.selected.length > 0 ? 'selected' : reached.missing.length > 0 ? 'missing' : 'all',
  );
  const [template, setTemplate] = useState('');
  const [keepsTexts, setKeepsTexts] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  const product = String(gallery.confirmed.value?.id ?? gallery.product);
  const planned = useMemo(() => {
    const source = { product, total: images.value.length, variants: gallery.view.value.variants };
    return planTexts(reached[reach], { template, keepsTexts, language, source });
  }, [reached, reach, template, keepsTexts, language, product, gallery.view.value.variants]);
  const changed = planned.filter(({ isKept }) => !isKept);
  const texts = t.value.words;
  const unknown = unknownPlaceholders(template);
  const save = async (): Promise<void> => {
    onClose();
    await saveTexts(
      gallery,
      changed.map(({ image, text }) => toTextPatch(image.id, language, text)),
    );
  };
  return (
    <Dialog title={texts.fillTitle} size="wide" onClose={onClose}>
      <form
        class="fill"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed.length > 0) void save();
        }}
      >
        <label class="field">
          <span>{texts.template}</span>
          <input
            ref={field}
            autofocus
            value={template}
            lang={language ?? storeLanguages.value[0]}
            dir="auto"
            maxLength={MAX_TEXT_CHARACTERS}
            autoComplete="off"
            aria-describedby="fill-help"
            onInput={({ currentTarget }) => setTemplate(currentTarget.value)}
          />
        </label>
        <div class="chips" role="group" aria-label={texts.insert}>
          {PLACEHOLDERS.map((name) => (
            <button
              key={name}
              type="button"
              class="chip"
              title={texts.placeholders[name]}
              onClick={() => setTemplate(insertAt(field.current, template, `{${name}}`))}
            >
              {`{${name}}`}
            </button>
          ))}
        </div>
        <p id="fill-help" class="hint">
          {unknown.length > 0 ? texts.unknown(unknown.join(', ')) : texts.templateHint}
        </p>
        <Reaches reach={reach} counts={countsOf(reached)} onChange={setReach} />
        <label class="check">
          <input
            type="checkbox"
            checked={keepsTexts}
            onChange={({ currentTarget }) => setKeepsTexts(currentTarget.checked)}
          />
          {texts.keepTexts}
        </label>
        {language !== undefined && <p class="hint">{texts.inLanguage(nameOfLanguage(language))}</p>}
        <FillPreview planned={planned} language={language} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.common.cancel}
          </button>
          <button type="submit" class="button button-primary" disabled={changed.length === 0}>
            {texts.saveMany(changed.length)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const countsOf = (reached: Readonly<Record<Reach, readonly Image[]>>): Readonly<Record<Reach, number>> => ({
  selected: reached.selected.length,
  missing: reached.missing.length,
  all: reached.all.length,
});

interface ReachesProps {
  readonly reach: Reach;
  readonly counts: Readonly<Record<Reach, number>>;
  readonly onChange: (reach: Reach) => void;
}

/** For which images the text is. */
function Reaches({ reach, counts, onChange }: ReachesProps): JSX.Element {
  const texts = t.value.words;
  const reaches = (['selected', 'missing', 'all'] as const).filter((each) => each === 'all' || counts[each] > 0);
  return (
    <fieldset class="choices">
      <legend>{texts.forWhich}</legend>
      {reaches.map((each) => (
        <label key={each} class="check">
          <input type="radio" name="reach" checked={reach === each} onChange={() => onChange(each)} />
          {texts.reaches[each](counts[each])}
        </label>
      ))}
    </fieldset>
  );
}

/** Returns the text with something put where the cursor stands, and leaves the cursor behind it. */
function insertAt(field: HTMLInputElement | null, text: string, inserted: string): string {
  const [start, end] = [field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length];
  requestAnimationFrame(() => {
    field?.focus();
    field?.setSelectionRange(start + inserted.length, start + inserted.length);
  });
  return `${text.slice(0, start)}${inserted}${text.slice(end)}`;
}
