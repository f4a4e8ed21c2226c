import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { type Store, type Tagged, type UpdateStoreBody, VitrineProblem } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeFailure } from '../api/failure.ts';
import { session } from '../api/session.ts';
import { storeSettings } from '../api/store-facts.ts';
import { t } from '../text/language.ts';
import { CheckField, LinesField, TextField } from '../ui/fields.tsx';
import { Form } from '../ui/form.tsx';
import { toast } from '../ui/toasts.tsx';
import { QualityFields } from './quality-fields.tsx';
import { WithSettings } from './with-settings.tsx';

/** The settings of the store that change how it behaves. */
export const StoreSection = (): JSX.Element => (
  <WithSettings>{(settings) => <StoreForm key={settings.etag} settings={settings} />}</WithSettings>
);

const toLines = (values: readonly string[]): string => values.join('\n');

const fromLines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const toNumber = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** Returns a value where it has changed: what is left as it was is not sent, so that nothing of others is undone. */
const changed = <Value,>(value: Value, before: Value): Value | undefined =>
  JSON.stringify(value) === JSON.stringify(before) ? undefined : value;

function StoreForm({ settings }: { readonly settings: Tagged<Store> }): JSX.Element {
  const texts = t.value.settings.store;
  const name = useSignal(settings.name);
  const languages = useSignal(toLines(settings.languages));
  const origins = useSignal(toLines(settings.origins));
  const trashDays = useSignal(String(settings.trashDays));
  const historyDays = useSignal(String(settings.historyDays));
  const placeholder = useSignal(settings.placeholderMediaId === null ? '' : String(settings.placeholderMediaId));
  const isRegistered = useSignal(settings.registeredProductsOnly);
  const isPublic = useSignal(settings.publicOriginals);
  const quality = useSignal(settings.quality);
  const failure = useSignal<string | undefined>(undefined);
  const submit = async (): Promise<void> => {
    failure.value = undefined;
    failure.value = await save(settings, {
      name: changed(name.value, settings.name),
      languages: changed(fromLines(languages.value), settings.languages),
      origins: changed(fromLines(origins.value), settings.origins),
      trashDays: changed(Number(trashDays.value), settings.trashDays),
      historyDays: changed(Number(historyDays.value), settings.historyDays),
      placeholderMediaId: changed(toNumber(placeholder.value), settings.placeholderMediaId),
      registeredProductsOnly: changed(isRegistered.value, settings.registeredProductsOnly),
      publicOriginals: changed(isPublic.value, settings.publicOriginals),
      quality: changed(quality.value, settings.quality),
    });
  };
  return (
    <Form class="settings-form" onSubmit={submit}>
      <fieldset disabled={!session.isAdmin.value}>
        <TextField label={texts.name} value={name} isRequired />
        <LinesField label={texts.languages} hint={texts.languagesHint} value={languages} />
        <LinesField label={texts.origins} hint={texts.originsHint} value={origins} />
        <TextField label={texts.trashDays} value={trashDays} type="number" min={0} isRequired />
        <TextField label={texts.historyDays} value={historyDays} type="number" min={0} isRequired />
        <TextField label={texts.placeholder} hint={texts.placeholderHint} value={placeholder} type="number" min={0} />
        <CheckField label={texts.registered} value={isRegistered} />
        <CheckField label={texts.publicOriginals} value={isPublic} />
        <QualityFields quality={quality} />
        {failure.value !== undefined && (
          <p class="failure" role="alert">
            {failure.value}
          </p>
        )}
        {session.isAdmin.value && (
          <button type="submit" class="button button-primary">
            {t.value.common.save}
          </button>
        )}
      </fieldset>
    </Form>
  );
}

/**
 * Saves the settings, unless somebody else has changed them since they were read: then theirs are shown, and that is
 * told.
 *
 * @returns what was wrong, in plain words.
 */
async function save(before: Tagged<Store>, changes: UpdateStoreBody): Promise<string | undefined> {
  const idempotencyKey = crypto.randomUUID();
  try {
    storeSettings.take(
      await call(async () => await vitrine.store.update(changes, { ifMatch: before.etag, idempotencyKey })),
    );
    toast({ text: t.value.common.saved });
    return undefined;
  } catch (error) {
    if (!(error instanceof VitrineProblem) || error.status !== 412) return describeFailure(error);
    toast({ kind: 'failure', text: t.value.settings.theirs });
    await storeSettings.renew();
    return undefined;
  }
}
