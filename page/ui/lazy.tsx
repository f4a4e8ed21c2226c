import type { FunctionComponent, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failed, Loading } from './states.tsx';

interface LazyProps<Props extends object> {
  /** Loads the component; the browser loads each file once. */
  readonly load: () => Promise<FunctionComponent<Props>>;
  readonly props: Props;
}

/** A component whose code is loaded when it is shown for the first time. */
export function Lazy<Props extends object>({ load, props }: LazyProps<Props>): JSX.Element {
  const [loaded, setLoaded] = useState<{ readonly component: FunctionComponent<Props> } | undefined>();
  const [failure, setFailure] = useState<unknown>();
  const start = (): void => {
    setFailure(undefined);
    load().then((component) => setLoaded({ component }), setFailure);
  };
  useEffect(start, [load]);
  if (failure !== undefined) return <Failed error={failure} onRetry={start} />;
  if (loaded === undefined) return <Loading />;
  return <loaded.component {...props} />;
}
