import MiniSearch, { type SearchResult } from 'minisearch';
import { SEARCH_OPTIONS, type SearchEntry } from './search-options.ts';

const MAX_RESULTS = 12;

const DIALOG = `<label for="search-input">Search guides and operations</label>
<input id="search-input" type="search" role="combobox" aria-expanded="false" aria-controls="search-results"
  aria-autocomplete="list" autocomplete="off" spellcheck="false">
<ul id="search-results" role="listbox" aria-label="Results"></ul>
<p id="search-status" role="status"></p>`;

/** Makes the search: a dialog that opens by its button, by `/` or by Ctrl-K, and is used by keyboard or pointer. */
export function setUpSearch(indexUrl: string): void {
  const button = document.querySelector<HTMLButtonElement>('.search-button');
  if (button === null) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'search';
  dialog.setAttribute('aria-label', 'Search');
  dialog.innerHTML = DIALOG;
  document.body.append(dialog);
  const parts = {
    input: find(dialog, 'input', HTMLInputElement),
    list: find(dialog, 'ul', HTMLUListElement),
    status: find(dialog, 'p', HTMLParagraphElement),
  };
  const loadOnce = once(() => load(indexUrl));
  const open = (): void => {
    dialog.showModal();
    parts.input.select();
    void loadOnce();
  };
  button.hidden = false;
  button.addEventListener('click', open);
  document.addEventListener('keydown', (event) => {
    if (!isShortcut(event) || dialog.open) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener('click', (event) => {
    const isOutside = event.target === dialog;
    const isLink = event.target instanceof Element && event.target.closest('a') !== null;
    if (isOutside || isLink) dialog.close();
  });
  parts.input.addEventListener('input', () => void loadOnce().then((index) => showResults(index, parts)));
  parts.input.addEventListener('keydown', (event) => onKey(event, parts));
}

interface Parts {
  readonly input: HTMLInputElement;
  readonly list: HTMLUListElement;
  readonly status: HTMLParagraphElement;
}

function find<T extends Element>(root: Element, selector: string, type: new () => T): T {
  const element = root.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`The search has no ${selector}.`);
  return element;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function load(url: string): Promise<MiniSearch<SearchEntry>> {
  const response = await fetch(url);
  return MiniSearch.loadJSON<SearchEntry>(await response.text(), SEARCH_OPTIONS);
}

/** `/` counts where nothing is being typed; Ctrl-K and ⌘K everywhere. */
function isShortcut(event: KeyboardEvent): boolean {
  if (event.key === 'k') return event.ctrlKey || event.metaKey;
  const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
  return event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
}

function showResults(index: MiniSearch<SearchEntry>, { input, list, status }: Parts): void {
  const results = index.search(input.value).slice(0, MAX_RESULTS);
  list.replaceChildren(...results.map(toItem));
  input.setAttribute('aria-expanded', String(results.length > 0));
  const isAsked = input.value.trim() !== '';
  status.textContent = isAsked ? `${results.length === 0 ? 'Nothing' : results.length} found.` : '';
  choose({ input, list, status }, 0);
}

function toItem({ id, title, page }: SearchResult, index: number): HTMLLIElement {
  const item = document.createElement('li');
  item.id = `search-result-${index}`;
  item.setAttribute('role', 'option');
  const link = document.createElement('a');
  link.href = String(id);
  link.tabIndex = -1;
  const where = document.createElement('small');
  where.textContent = String(page);
  link.append(String(title), where);
  item.append(link);
  return item;
}

/** Marks one result, which Enter then opens. */
function choose({ input, list }: Parts, wanted: number): void {
  const items = [...list.children];
  const chosen = items[(wanted + items.length) % items.length];
  for (const item of items) item.setAttribute('aria-selected', String(item === chosen));
  input.setAttribute('aria-activedescendant', chosen?.id ?? '');
  chosen?.scrollIntoView({ block: 'nearest' });
}

function onKey(event: KeyboardEvent, parts: Parts): void {
  const items = [...parts.list.children];
  const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
  switch (event.key) {
    case 'ArrowDown':
      choose(parts, at + 1);
      break;
    case 'ArrowUp':
      choose(parts, at - 1);
      break;
    case 'Enter':
      items[at]?.querySelector('a')?.click();
      break;
    default:
      return;
  }
  event.preventDefault();
}
