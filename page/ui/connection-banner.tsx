import type { JSX } from 'preact';
import { isReachable } from '../api/connection.ts';
import { t } from '../text/language.ts';
import { Icon } from './icon.tsx';

/** Says that the service cannot be reached, and that what was done waits. */
export function ConnectionBanner(): JSX.Element | null {
  if (isReachable.value) return null;
  return (
    <div class="banner banner-warning" role="alert">
      <Icon name="warning" />
      {t.value.common.unreachable}
    </div>
  );
}
