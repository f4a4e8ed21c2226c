import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { GetSizesAnswer, NewSize, Size, Tagged } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { storeSizes } from '../api/store-facts.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { toast } from '../ui/toasts.tsx';
import { NewSizeForm } from './new-size-form.tsx';

/** The sizes that every store has, which cannot be changed. */
const BUILT_IN: ReadonlySet<string> = new Set(['zoom', 'standard', 'thumbnail', 'tiny']);

/** The sizes that pictures are offered in. */
export function SizesSection(): JSX.Element {
  const texts = t.value.settings.sizes;
  const sizes = useSignal<Tagged<GetSizesAnswer> | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const read = (): void => {
    failure.value = undefined;
    call(async () => await vitrine.sizes.get()).then(
      (answered) => (sizes.value = answered),
      (error: unknown) => (failure.value = error),
    );
  };
  useEffect(read, []);
  if (failure.value !== undefined) return <Failed error={failure.value} onRetry={read} />;
  if (sizes.value === undefined) return <Loading />;
  const { etag, sizes: offered } = sizes.value;
  const set = async (changed: readonly NewSize[]): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    const isSet = await act(async () => {
      const answered = await call(async () => await vitrine.sizes.set(changed, { ifMatch: etag, idempotencyKey }));
      sizes.value = answered;
      storeSizes.take(answered.sizes);
    });
    if (isSet) toast({ text: t.value.common.saved });
    else read();
  };
  const own = offered.filter(({ name }) => !BUILT_IN.has(name));
  const change = (name: string, changed: Partial<Size>): void =>
    void set(own.map((size) => toNewSize(size.name === name ? { ...size, ...changed } : size)));
  return (
    <>
      <p>{texts.intro}</p>
      <ul class="rows">
        {offered.map((size) => (
          <SizeRow
            key={size.name}
            size={size}
            onRetire={() => change(size.name, { retired: true })}
            onOffer={() => void set(own.map((each) => toNewSize(each, each.name === size.name)))}
          />
        ))}
      </ul>
      {session.isAdmin.value && (
        <NewSizeForm onAdd={(size) => void set([...own.map((each) => toNewSize(each)), size])} />
      )}
    </>
  );
}

/** Returns a size as it is sent; with `isOffered`, one that was retired is offered again. */
function toNewSize({ name, width, height, fit, background, retired }: Size, isOffered = false): NewSize {
  return { name, width, height, fit, background, retired: isOffered ? undefined : retired };
}

interface SizeRowProps {
  readonly size: Size;
  readonly onRetire: () => void;
  readonly onOffer: () => void;
}

function SizeRow({ size, onRetire, onOffer }: SizeRowProps): JSX.Element {
  const texts = t.value.settings.sizes;
  const { name, width, height, fit, background, retired = false } = size;
  const isOwn = !BUILT_IN.has(name);
  return (
    <li class="row">
      <div class="row-text">
        <strong>{name}</strong> {retired && <span class="badge badge-warning">{texts.retired}</span>}
        <div class="hint">
          {width} × {height}, {texts.fits[fit]} {background} {!isOwn && `– ${texts.builtIn}`}
        </div>
      </div>
      {isOwn && session.isAdmin.value && (
        <button type="button" class="button" onClick={retired ? onOffer : onRetire}>
          {retired ? texts.offerAgain : texts.retire}
        </button>
      )}
    </li>
  );
}
