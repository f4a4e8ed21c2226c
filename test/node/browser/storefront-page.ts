import { createServer, type Server } from 'node:http';
import { once } from 'node:events';

/** What a storefront knows of a picture from the own API. */
export interface ShownPicture {
  readonly alt: string;
  readonly src: string;
  readonly srcset: string;
  readonly width: number;
  readonly height: number;
  /** A data URL, shown until the picture is there. */
  readonly placeholder: string | undefined;
}

/** How wide a picture is laid out: in one column, two, or four. */
const SIZES = '(min-width: 1200px) 25vw, (min-width: 600px) 50vw, 100vw';

const STYLE = `
  body { margin: 0; }
  main { display: grid; grid-template-columns: 1fr; }
  @media (min-width: 600px) { main { grid-template-columns: 1fr 1fr; } }
  @media (min-width: 1200px) { main { grid-template-columns: 1fr 1fr 1fr 1fr; } }
  img { display: block; width: 100%; height: auto; background-size: cover; }`;

/** Notes every shift of the layout from the beginning on. */
const WATCH_SHIFTS = `
  window.shifts = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });`;

/** Returns how a page has laid out its pictures, and whether a canvas may be read that one was drawn on. */
export const READ_LAYOUT = `Array.from(document.images, (image) => {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d').drawImage(image, 0, 0, 8, 8);
  let isTainted = false;
  try { canvas.toDataURL(); } catch { isTainted = true; }
  const { currentSrc, clientWidth: cssWidth, naturalWidth } = image;
  return { currentSrc, cssWidth, naturalWidth, isTainted };
})`;

/** Returns whether any picture of a page has come. */
export const IS_ANY_THERE = `Array.from(document.images).some((image) => image.complete && image.naturalWidth > 0)`;

const toTag = ({ alt, src, srcset, width, height, placeholder }: ShownPicture): string => `<img alt="${alt}"
  src="${src}" srcset="${srcset}" sizes="${SIZES}" width="${width}" height="${height}" crossorigin="anonymous"
  ${placeholder === undefined ? '' : `style="background-image: url('${placeholder}')"`}>`;

/** The page of a storefront that shows pictures as its developer would have it: one srcset and nothing else. */
export const toPage = (pictures: readonly ShownPicture[]): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <title>Cups</title><style>${STYLE}</style><script>${WATCH_SHIFTS}</script>
  <main>${pictures.map(toTag).join('\n')}</main></html>`;

/** Serves a page from an origin of its own. */
export async function servePage(html: string): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port.');
  return { url: `http://127.0.0.1:${address.port}/`, server };
}
