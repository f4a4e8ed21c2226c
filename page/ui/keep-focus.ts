/** What keys can press, save fields: a finger would open the keyboard of the screen by one. */
const PRESSABLE = 'button:not(:disabled), a[href], summary, [tabindex="0"]';

/** How many elements that had the focus are remembered. */
const MAX_TRAIL = 20;

/** What had the focus, the last one at the end. */
const trail: HTMLElement[] = [];

/**
 * Gives the focus on where what had it is taken away: to the same control of what stands next in its list, else to what
 * had the focus before. Browsers leave it to the whole page, so that the next key leads to its beginning (PAGE-13).
 */
export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    trail.push(target);
    if (trail.length > MAX_TRAIL) trail.shift();
  });
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget !== null) return;
    // Whoever presses beside everything has left on purpose. What is taken away is not there any more by then.
    queueMicrotask(() => {
      if (target instanceof HTMLElement && target.isConnected && document.hasFocus()) trail.length = 0;
    });
  });
  new MutationObserver((records) => {
    const gone = trail.at(-1);
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (gone !== undefined && isLost && !gone.isConnected) giveOn(gone, records);
  }).observe(document.body, { childList: true, subtree: true });
}

function giveOn(gone: HTMLElement, records: readonly MutationRecord[]): void {
  const candidates = [...besideOf(gone, records), ...trail.toReversed(), document.getElementById('main')];
  for (const candidate of candidates) {
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
    const neighbours = [nextSibling, previousSibling].filter((node) => node instanceof HTMLElement);
    return neighbours
      .filter((node) => entry instanceof HTMLElement && isAlike(node, entry))
      .flatMap((node) => [...node.querySelectorAll<HTMLElement>(PRESSABLE)])
      .filter((control) => isAlike(control, gone));
  }
  return [];
}

const isAlike = (a: HTMLElement, b: HTMLElement): boolean =>
  a.nodeName === b.nodeName && a.classList[0] === b.classList[0];
