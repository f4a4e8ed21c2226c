import { setUpCopying } from './copy.ts';
import { setUpSearch } from './search.ts';

/** What `npm start` serves by default, which the commands of the pages are written for. */
const WRITTEN_ORIGIN = 'http://127.0.0.1:8787';

/** Lets the commands of a page go to the service that it is read from. */
function useOwnOrigin(): void {
  if (location.origin === WRITTEN_ORIGIN) return;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (text.nodeValue?.includes(WRITTEN_ORIGIN) !== true) continue;
    text.nodeValue = text.nodeValue.replaceAll(WRITTEN_ORIGIN, location.origin);
  }
}

useOwnOrigin();
setUpCopying();
const script = document.querySelector<HTMLElement>('script[data-index]');
setUpSearch(script?.dataset['index'] ?? '');
