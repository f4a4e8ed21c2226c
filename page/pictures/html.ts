import type { Image } from 'vitrine-client';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Returns the element that shows an image in a shop, sharp on every screen and without a jump while it loads. */
export const toHtml = ({ urls, srcset, alt, media: { width, height } }: Image): string =>
  [
    `<img src="${escaped(urls.standard)}"`,
    `srcset="${escaped(srcset)}"`,
    'sizes="(min-width: 60rem) 40rem, 100vw"',
    `alt="${escaped(alt)}" width="${width}" height="${height}" loading="lazy">`,
  ].join('\n  ');
