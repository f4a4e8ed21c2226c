import type { JSX } from 'preact';
import type { Image, Size } from 'vitrine-client';
import { formatBytes, formatNumber, formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { isTooSmall, isTransparent } from './problems.ts';

/** What is known of an image and of its file. */
export function Facts({ image }: { readonly image: Image }): JSX.Element {
  const { media, id, position, gallery, createdAt, updatedAt, alt } = image;
  const texts = t.value.pictures.facts;
  const facts: readonly (readonly [string, string])[] = [
    [texts.alt, alt === '' ? '–' : alt],
    [texts.format, media.format.toUpperCase()],
    [texts.pixels, `${formatNumber(media.width)} × ${formatNumber(media.height)}`],
    [texts.bytes, formatBytes(media.bytes)],
    ...(media.frames > 1 ? [[texts.frames, formatNumber(media.frames)] as const] : []),
    [texts.position, texts.positionIn(position + 1, gallery)],
    [texts.imageId, String(id)],
    [texts.mediaId, String(media.id)],
    [texts.created, formatTime(createdAt)],
    [texts.changed, formatTime(updatedAt)],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What somebody who sells with this picture should know, in plain words. */
export function Warnings({
  image,
  sizes,
}: {
  readonly image: Image;
  readonly sizes: readonly Size[];
}): JSX.Element | null {
  const { media, alt, gallery } = image;
  const texts = t.value.pictures.warnings;
  const zoom = sizes.find(({ name }) => name === 'zoom');
  const found = [
    zoom !== undefined && isTooSmall(media, zoom) && texts.tooSmall(media.width, media.height, zoom.width, zoom.height),
    gallery === 'shop' && alt === '' && texts.noText,
    media.frames > 1 && texts.animated(media.frames),
    isTransparent(media) && texts.transparent,
  ].filter((each) => each !== false);
  if (found.length === 0) return null;
  return (
    <ul class="warnings">
      {found.map((text) => (
        <li key={text}>
          <Icon name="warning" />
          {text}
        </li>
      ))}
    </ul>
  );
}
