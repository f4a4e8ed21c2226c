import { thumbHashToDataURL } from 'thumbhash';
import { type Aspect, type Cover, type Image, type ListedProduct, type Product, srcsetOf } from 'vitrine-client';

const STYLE = `
  body { margin: 0 auto; max-width: 1200px; padding: 16px; font-family: system-ui, sans-serif; }
  main { display: grid; grid-template-columns: repeat(2, 1fr); gap: 16px; }
  @media (min-width: 800px) { main { grid-template-columns: repeat(4, 1fr); } }
  img { display: block; width: 100%; height: auto; background-size: cover; }`;

/** How wide a card is laid out: in two columns, or in four. */
const CARD_SIZES = '(min-width: 1200px) 288px, (min-width: 800px) 25vw, 50vw';

/** Returns the page that lists products. */
export function listPage(products: readonly ListedProduct[], aspect: Aspect): string {
  const cards = products.flatMap(({ id, cover }) =>
    cover === null ? [] : `<a href="/products/${id}">${cardOf(cover, aspect)}</a>`,
  );
  return pageOf('Products', cards);
}

/** Returns the page of a product: its main image as it is, and all images as cards. */
export function productPage({ id, cover, images }: Product, aspect: Aspect): string {
  if (cover === null) return pageOf(`Product ${id}`, ['<p>There are no pictures yet.</p>']);
  const { width, height, thumbHash, alt } = cover;
  const main = tag({
    alt,
    width,
    height,
    thumbHash,
    src: cover.urls.standard,
    srcset: srcsetOf(cover),
    sizes: '100vw',
  });
  const cards = images.filter(({ gallery }) => gallery === 'shop').map((image) => cardOf(image, aspect));
  return pageOf(`Product ${id}`, cards, main);
}

/** Returns a picture in the shape that all cards have. */
function cardOf(picture: Image | Cover, aspect: Aspect): string {
  const { thumbHash } = 'media' in picture ? picture.media : picture;
  const srcset = srcsetOf(picture, { aspect });
  const [src = ''] = srcset.split(' ');
  return tag({
    alt: picture.alt,
    width: aspect.width,
    height: aspect.height,
    thumbHash,
    src,
    srcset,
    sizes: CARD_SIZES,
  });
}

interface Tag {
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly thumbHash: string | null;
  readonly src: string;
  readonly srcset: string;
  readonly sizes: string;
}

const tag = ({ alt, width, height, thumbHash, src, srcset, sizes }: Tag): string =>
  `<img alt="${escaped(alt)}" width="${width}" height="${height}" sizes="${sizes}" srcset="${escaped(srcset)}"
    src="${escaped(src)}"${placeholderOf(thumbHash)}>`;

/** Returns the style that shows a ThumbHash until the picture has come; nothing for one that would show through it. */
function placeholderOf(thumbHash: string | null): string {
  if (thumbHash === null) return '';
  const bytes = Buffer.from(thumbHash, 'base64');
  const isTransparent = ((bytes[2] ?? 0) & 0x80) !== 0;
  return isTransparent ? '' : ` style="background-image: url(${thumbHashToDataURL(bytes)})"`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const pageOf = (title: string, cards: readonly string[], above = ''): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <title>${title}</title><style>${STYLE}</style><h1>${title}</h1>${above}<main>${cards.join('\n')}</main></html>`;
