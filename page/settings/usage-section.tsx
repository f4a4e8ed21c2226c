import type { JSX } from 'preact';
import type { Store } from 'vitrine-client';
import { formatAgo, formatBytes, formatNumber } from '../text/format.ts';
import { t } from '../text/language.ts';
import { WithSettings } from './with-settings.tsx';

/** What the store has, and what was used of it this month. */
export const UsageSection = (): JSX.Element => (
  <WithSettings>{({ usage, requestQuota }) => <Usage usage={usage} requestQuota={requestQuota} />}</WithSettings>
);

function Usage({ usage, requestQuota }: Pick<Store, 'usage' | 'requestQuota'>): JSX.Element {
  const texts = t.value.settings.usage;
  const figures = [
    [texts.products, formatNumber(usage.products)],
    [texts.images, formatNumber(usage.images)],
    [texts.media, formatNumber(usage.media)],
    [texts.bytes, formatBytes(usage.bytes)],
    [texts.requests, formatNumber(usage.requests)],
    [texts.renditions, formatNumber(usage.renditions)],
  ] as const;
  return (
    <>
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name} class="figure">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        {texts.counted(formatAgo(usage.countedAt))}
        {requestQuota && ` ${texts.quota(requestQuota.requests, requestQuota.windowSeconds)}`}
      </p>
    </>
  );
}
