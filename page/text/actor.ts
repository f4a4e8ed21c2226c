import type { Actor } from 'vitrine-client';
import { t } from './language.ts';

/** Returns who has done something: the label of a token, a job, or the operator. */
export function describeActor(by: Actor | null): string {
  if (by === null) return t.value.activity.unknown;
  return 'label' in by ? by.label : t.value.activity.job;
}
