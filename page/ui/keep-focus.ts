/** What keys can press. */
const PRESSABLE = 'button:not(:disabled), a[href], summary, [tabindex="0"]';

/** In these somebody writes: what is written next must not press anything, nor go into another text. */
const FIELD = 'input, textarea, select';

/** How many elements that had the focus are remembered. */
const MAX_TRAIL = 20;

/** What had the focus, the last one at the end. */
const trail: HTMLElement[] = [];

/** Whoever uses a pointer looks for nothing by keys, and may be about to focus something else. */
let isByKeys = false;

/**
 * Gives the focus on where a key has taken away what had it: to the same control of the next entry of its list, else to
 * what had the focus before. Browsers leave it to the whole page, so that the next key leads to its beginning (PAGE-72).
 */
export function keepFocus(): void {
  addEventListener('focusin', ({ target }) => remember(target));
  addEventListener('pointerdown', onPointerDown, { capture: true });
  addEventListener('keydown', onKeyDown, { capture: true });
  new MutationObserver((records) => {
    const gone = trail.at(-1);
    if (!isByKeys || gone === undefined || gone.isConnected || !isLost()) return;
    // The browser may be about to focus what comes next, as after Tab.
    setTimeout(() => isByKeys && trail.at(-1) === gone && isLost() && giveOn(gone, records));
  }).observe(document.body, { childList: true, subtree: true });
}

function remember(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || trail.at(-1) === target) return;
  trail.push(target);
  if (trail.length > MAX_TRAIL) trail.shift();
}

function onPointerDown(): void {
  isByKeys = false;
  trail.length = 0;
}

/** A key that is held presses a button once: the next button that gets the focus is not meant. */
function onKeyDown(event: KeyboardEvent): void {
  isByKeys = true;
  if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
}

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

function giveOn(gone: HTMLElement, records: readonly MutationRecord[]): void {
  const earlier = trail.filter((each) => !each.matches(FIELD)).toReversed();
  const near = gone.matches(FIELD) ? [] : [...besideOf(gone, records), ...earlier];
  for (const candidate of [...near, document.getElementById('main')]) {
    if (candidate === null || !candidate.isConnected || !candidate.checkVisibility()) continue;
    candidate.focus({ preventScroll: true });
    if (document.activeElement === candidate) return;
  }
}

/** Returns the same controls of the entries of a list that stood after and before the one that was taken away. */
function besideOf(gone: HTMLElement, records: readonly MutationRecord[]): readonly HTMLElement[] {
  for (const { removedNodes, nextSibling, previousSibling } of records) {
    const entry = [...removedNodes].find((node) => node.contains(gone));
    if (entry === undefined) continue;
    return [nextSibling, previousSibling]
      .filter((node) => node instanceof HTMLLIElement)
      .flatMap((node) => [...node.querySelectorAll<HTMLElement>(PRESSABLE)])
      .filter(({ nodeName, className }) => nodeName === gone.nodeName && className === gone.className);
  }
  return [];
}
