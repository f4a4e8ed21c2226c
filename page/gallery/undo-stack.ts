/** A step that can be taken back, or done again. */
export interface Step {
  /** The version to go back to. */
  readonly toVersion: number;
  /** The version at which the product must stand for it: nobody has changed it since. */
  readonly atVersion: number;
  /** What was done, for people. */
  readonly label: string;
  /** Steps of one group, as the files of one drop, are taken back together. */
  readonly group?: string | undefined;
}

/** The steps of this page, the last one at the end. */
export interface UndoStack {
  readonly undo: readonly Step[];
  readonly redo: readonly Step[];
}

export const EMPTY_STACK: UndoStack = { undo: [], redo: [] };

/** How many steps are kept. History reaches further. */
const MAX_STEPS = 100;

/**
 * Notes a change that this page has made. What was taken back before cannot be done again then. The answers to the
 * requests of one group may come in any order, and other changes may lie between them: steps stand in the order of their
 * versions, and one group is one step as far as nothing else is in between.
 */
export function pushStep(stack: UndoStack, step: Step): UndoStack {
  const undo = [...stack.undo, step].toSorted((one, other) => one.atVersion - other.atVersion).reduce(joinOn, []);
  return { undo: undo.slice(-MAX_STEPS), redo: [] };
}

/** Adds a step to those before it, or makes it a part of the last one. */
function joinOn(steps: readonly Step[], step: Step): readonly Step[] {
  const last = steps.at(-1);
  const isContinued = last?.group !== undefined && last.group === step.group && last.atVersion === step.toVersion;
  return isContinued ? [...steps.slice(0, -1), { ...step, toVersion: last.toVersion }] : [...steps, step];
}

/**
 * Whether a step can be taken back without taking back what others did: the product stands where the step has put it,
 * and all versions in between are of this page.
 */
export function canTakeBack(step: Step, version: number, isOwn: (version: number) => boolean): boolean {
  if (step.atVersion !== version) return false;
  for (let each = step.toVersion + 1; each <= step.atVersion; each += 1) if (!isOwn(each)) return false;
  return true;
}

/**
 * Notes that the last step was taken back, which gave the product a new version. That version has what the product had
 * before the step, so the step before it can be taken back from there.
 */
export function noteUndone(stack: UndoStack, newVersion: number): UndoStack {
  const step = stack.undo.at(-1);
  if (step === undefined) return stack;
  const again = { ...step, toVersion: step.atVersion, atVersion: newVersion };
  return {
    undo: standAt(stack.undo.slice(0, -1), step.toVersion, newVersion),
    redo: [...stack.redo, again],
  };
}

/** Notes that what was taken back last was done again. */
export function noteRedone(stack: UndoStack, newVersion: number): UndoStack {
  const step = stack.redo.at(-1);
  if (step === undefined) return stack;
  const again = { ...step, toVersion: step.atVersion, atVersion: newVersion };
  return {
    undo: [...stack.undo, again],
    redo: standAt(stack.redo.slice(0, -1), step.toVersion, newVersion),
  };
}

/** The last of the steps may be taken from the new version, where that equals the one at which it had to stand. */
function standAt(steps: readonly Step[], version: number, newVersion: number): readonly Step[] {
  const last = steps.at(-1);
  if (last === undefined || last.atVersion !== version) return steps;
  return [...steps.slice(0, -1), { ...last, atVersion: newVersion }];
}

/** The steps that this page can take back, and the versions that it has made, which say whether it still can. */
export interface KeptSteps {
  readonly stack: UndoStack;
  readonly ownVersions: readonly number[];
}

export const NO_STEPS: KeptSteps = { stack: EMPTY_STACK, ownVersions: [] };
