import type { ComponentChildren, JSX } from 'preact';
import { describeFailure } from '../api/failure.ts';
import { t } from '../text/language.ts';
import { Icon, type IconName } from './icon.tsx';

/** What is shown where there is nothing yet. */
export function Empty(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}

/** What is shown where something could not be read. */
export function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): JSX.Element {
  return (
    <div class="empty" role="alert">
      <Icon name="warning" />
      <h2>{t.value.common.failedTitle}</h2>
      <p>{describeFailure(error)}</p>
      <button type="button" class="button" onClick={onRetry}>
        {t.value.common.tryAgain}
      </button>
    </div>
  );
}

/** What is shown while something is read. */
export function Loading(): JSX.Element {
  return (
    <p class="loading" aria-busy="true">
      {t.value.common.loading}
    </p>
  );
}
