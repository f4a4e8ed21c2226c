import { EMPTY_STACK, type KeptSteps, NO_STEPS, type Step } from './undo-stack.ts';

/** How many versions are kept: more than the steps of a stack have. */
const MAX_VERSIONS = 2000;

const keyOf = (store: string, product: string): string => `vitrine.steps.${store}.${product}`;

/** Returns the steps that this tab has made at a product, as they were kept when it was last shown. */
export function readSteps(store: string, product: string): KeptSteps {
  try {
    return toSteps(JSON.parse(sessionStorage.getItem(keyOf(store, product)) ?? '{}'));
  } catch {
    return NO_STEPS;
  }
}

/** Keeps steps for as long as this tab is open. */
export function keepSteps(store: string, product: string, { stack, ownVersions }: KeptSteps): void {
  try {
    const versions = ownVersions.slice(-MAX_VERSIONS);
    sessionStorage.setItem(keyOf(store, product), JSON.stringify({ stack, ownVersions: versions }));
  } catch {
    // A browser that keeps nothing has an undo until the page is loaded again.
  }
}

/** Parses what was kept. What a page of before has kept in another form is left out. */
export function toSteps(kept: unknown): KeptSteps {
  if (!isRecord(kept) || !isRecord(kept['stack']) || !Array.isArray(kept['ownVersions'])) return NO_STEPS;
  const { undo, redo } = kept['stack'];
  if (!isSteps(undo) || !isSteps(redo)) return NO_STEPS;
  const ownVersions = kept['ownVersions'].filter((each): each is number => typeof each === 'number');
  return { stack: { ...EMPTY_STACK, undo, redo }, ownVersions };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isSteps = (value: unknown): value is readonly Step[] => Array.isArray(value) && value.every(isStep);

const isStep = (value: unknown): value is Step =>
  isRecord(value) &&
  typeof value['toVersion'] === 'number' &&
  typeof value['atVersion'] === 'number' &&
  typeof value['label'] === 'string' &&
  (value['group'] === undefined || typeof value['group'] === 'string');
