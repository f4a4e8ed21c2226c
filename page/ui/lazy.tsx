import type { FunctionComponent, JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { t } from '../text/language.ts';
import { Dialog, WaitingDialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { Loading } from './states.tsx';

interface LazyProps<Props extends object> {
  /** Loads the component; the browser loads each file once. */
  readonly load: () => Promise<FunctionComponent<Props>>;
  readonly props: Props;
}

/** The properties of a dialog. */
export interface Closable {
  readonly onClose: () => void;
}

/** How far the loading of a component is. */
type Progress<Props extends object> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly component: FunctionComponent<Props> }
  | { readonly kind: 'missing' };

/** A component whose code is loaded when it is shown for the first time. */
export function Lazy<Props extends object>({ load, props }: LazyProps<Props>): JSX.Element {
  const progress = useLoaded(load);
  switch (progress.kind) {
    case 'loading':
      return <Loading />;
    case 'loaded':
      return <progress.component {...props} />;
    case 'missing':
      return <Missing />;
    default:
      return progress satisfies never;
  }
}

/** A dialog whose code is loaded when it is opened for the first time. */
export function LazyDialog<Props extends Closable>({ load, props }: LazyProps<Props>): JSX.Element {
  const progress = useLoaded(load);
  switch (progress.kind) {
    case 'loading':
      return <WaitingDialog onClose={props.onClose} />;
    case 'loaded':
      return <progress.component {...props} />;
    case 'missing':
      return (
        <Dialog title={t.value.common.failedTitle} onClose={props.onClose}>
          <Renewed />
        </Dialog>
      );
    default:
      return progress satisfies never;
  }
}

function useLoaded<Props extends object>(load: LazyProps<Props>['load']): Progress<Props> {
  const [progress, setProgress] = useState<Progress<Props>>({ kind: 'loading' });
  useLayoutEffect(() => {
    let isWanted = true;
    const show = (next: Progress<Props>): void => {
      if (isWanted) setProgress(next);
    };
    load().then(
      (component) => show({ kind: 'loaded', component }),
      () => void untilAnswered().then(() => show({ kind: 'missing' })),
    );
    return () => {
      isWanted = false;
    };
  }, [load]);
  return progress;
}

/** Waits until the service answers again: to load the page anew without a line would lose what is shown. */
async function untilAnswered(): Promise<void> {
  await call(async () => await vitrine.whoAmI()).catch(() => undefined);
}

/**
 * A file of the page that is not there: the line broke, or the page was renewed since it was opened. A browser does
 * not ask again for a script that has failed, so that only the whole page can be loaded anew.
 */
const Missing = (): JSX.Element => (
  <div class="empty" role="alert">
    <Icon name="warning" />
    <h1>{t.value.common.failedTitle}</h1>
    <Renewed />
  </div>
);

const Renewed = (): JSX.Element => (
  <>
    <p>{t.value.common.renewed}</p>
    <button type="button" class="button button-primary" onClick={() => location.reload()}>
      {t.value.common.reload}
    </button>
  </>
);
