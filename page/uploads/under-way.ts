import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';

/** Work of this page that would be lost if it were left. */
export interface UnderWay {
  /** The product that it belongs to, as its address names it. */
  readonly product: string;
  /** How many files are being added. */
  readonly count: ReadonlySignal<number>;
  /** How much would be lost: files, those included about which somebody is asked, and changes without an answer. */
  readonly openCount: ReadonlySignal<number>;
}

const all = signal<readonly UnderWay[]>([]);

/** What is being added, of all products. */
export const underWay: ReadonlySignal<readonly UnderWay[]> = computed(() =>
  all.value.filter(({ count }) => count.value > 0),
);

/** Counts work from now on, until the function is called that this returns. */
export function noteUnderWay(work: UnderWay): () => void {
  all.value = [...all.peek(), work];
  return () => (all.value = all.peek().filter((each) => each !== work));
}

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Has the browser ask before the page is left while something is under way. */
export function warnBeforeLeaving(): void {
  // A listener that is always there would keep the page out of the browser's back/forward cache.
  effect(() => {
    if (all.value.some(({ openCount }) => openCount.value > 0)) addEventListener('beforeunload', warn);
    else removeEventListener('beforeunload', warn);
  });
}
