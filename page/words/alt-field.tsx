import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { session } from '../api/session.ts';
import { textOf } from '../gallery/conflict.ts';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { AltDraft } from './alt-draft.ts';
import { AltNotes } from './alt-notes.tsx';
import { focusNextField, leaveToTile, staysInTile } from './next-field.ts';
import { defaultLanguage } from '../api/store-facts.ts';
import { MAX_TEXT_CHARACTERS } from './text.ts';
import { TextChoice } from './text-choice.tsx';

/** The text of an image, edited in place and saved as one goes, in the language that is shown. */
export function AltField({ image }: { readonly image: Image }): JSX.Element {
  const { gallery, words } = useGallery();
  const { id } = image;
  const language = words.language.value;
  const draft = useMemo(() => new AltDraft(gallery, words, id, language), [gallery, words, id, language]);
  useEffect(
    () => () => {
      words.leave(id);
      void draft.leave();
    },
    [draft],
  );
  const conflict = useMemo(() => computed(() => words.conflictOf(id, language)), [words, id, language]).value;
  const saved = textOf(image, language);
  const text = draft.typed.value ?? conflict?.ours ?? saved;
  const isConflict = conflict !== undefined || draft.isOvertakenBy(saved);
  const save = (): void => void draft.save();
  const saveAndSay = async (): Promise<void> => {
    await draft.leave();
    if (draft.state.peek() === 'saved') announce(t.value.words.states.saved);
  };
  return (
    <div class="alt">
      <textarea
        class="alt-field"
        rows={1}
        aria-label={t.value.gallery.altText}
        aria-describedby={isConflict ? `theirs-${id}` : undefined}
        aria-invalid={draft.state.value === 'failed'}
        placeholder={language === undefined || image.alt === '' ? t.value.gallery.altText : image.alt}
        title={session.canWrite.value ? undefined : t.value.session.readOnly}
        lang={language ?? defaultLanguage.value}
        dir="auto"
        maxLength={MAX_TEXT_CHARACTERS}
        value={text}
        readOnly={!session.canWrite.value}
        onInput={({ currentTarget }) => draft.type(currentTarget.value)}
        onFocus={() => words.enter(id, save)}
        onBlur={(event) => {
          // A tile that the filter hides once it is left must not go under the pointer that clicks its menu.
          if (!staysInTile(event)) words.leave(id);
          void draft.leave();
        }}
        onKeyDown={(event) => {
          // Keys of the grid, as those that move images, mean something else in a text.
          event.stopPropagation();
          if (event.key === 'Tab') focusNextField(event);
          if (event.key === 'Enter' && !event.isComposing) {
            event.preventDefault();
            void saveAndSay();
          }
          if (event.key === 'Escape' && !event.isComposing) {
            const isTyped = draft.typed.peek() !== undefined;
            draft.discard();
            if (!isTyped) leaveToTile(event);
          }
        }}
      />
      {isConflict ? (
        <TextChoice
          id={`theirs-${id}`}
          theirs={saved}
          language={language}
          onKeepMine={() => void draft.keepOurs(text)}
          onTakeTheirs={() => draft.discard()}
        />
      ) : (
        <AltNotes text={text} state={draft.state.value} />
      )}
    </div>
  );
}
