import * as fc from 'fast-check';
import { hostileText, hostileValue } from './hostile-values.ts';

/** One change to a value: at a place that `turns` leads to, a member is replaced, left out or added. */
export interface Mutation {
  readonly kind: 'replace' | 'drop' | 'add';
  readonly turns: readonly number[];
  readonly name: string;
  readonly value: unknown;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('replace', 'drop', 'add'),
  turns: fc.array(fc.nat(7), { maxLength: 4 }),
  name: hostileText,
  value: hostileValue,
});

/** Returns a value with one change. */
export function mutate(value: unknown, change: Mutation): unknown {
  const [turn, ...turns] = change.turns;
  if (typeof value !== 'object' || value === null || turn === undefined) return change.value;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const at = entries.length === 0 ? -1 : turn % entries.length;
  const changed = entries.flatMap(([name, member], index): readonly (readonly [string, unknown])[] => {
    if (index !== at) return [[name, member]];
    if (turns.length > 0) return [[name, mutate(member, { ...change, turns })]];
    return change.kind === 'drop' ? [] : [[name, change.kind === 'add' ? member : change.value]];
  });
  const added =
    turns.length === 0 && change.kind === 'add' ? [...changed, [change.name, change.value] as const] : changed;
  return Array.isArray(value) ? added.map(([, member]) => member) : Object.fromEntries(added);
}
