import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Store, Tagged } from 'vitrine-client';
import { storeSettings } from '../api/store-facts.ts';
import { Failed, Loading } from '../ui/states.tsx';

/** Shows something with the settings of the store, once they were read; they are read anew when it is opened. */
export function WithSettings(props: {
  readonly children: (settings: Tagged<Store>) => ComponentChildren;
}): JSX.Element {
  const isFresh = useSignal(false);
  const read = (): void => void storeSettings.renew().then(() => (isFresh.value = true));
  useEffect(read, []);
  const failure = storeSettings.failure.value;
  if (failure !== undefined) return <Failed error={failure} onRetry={read} />;
  const settings = storeSettings.value.value;
  if (!isFresh.value || settings === undefined) return <Loading />;
  return <>{props.children(settings)}</>;
}
