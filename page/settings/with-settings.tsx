import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Store, Tagged } from 'vitrine-client';
import { readStoreSettingsAgain, storeSettings } from '../api/store-settings.ts';
import { Failed, Loading } from '../ui/states.tsx';

/** Shows something with the settings of the store, once they were read; they are read anew when it is opened. */
export function WithSettings(props: {
  readonly children: (settings: Tagged<Store>) => ComponentChildren;
}): JSX.Element {
  const failure = useSignal<unknown>(undefined);
  const isFresh = useSignal(false);
  const read = (): void => {
    failure.value = undefined;
    readStoreSettingsAgain().then(
      () => (isFresh.value = true),
      (error: unknown) => (failure.value = error),
    );
  };
  useEffect(read, []);
  if (failure.value !== undefined) return <Failed error={failure.value} onRetry={read} />;
  if (!isFresh.value || storeSettings.value === undefined) return <Loading />;
  return <>{props.children(storeSettings.value)}</>;
}
