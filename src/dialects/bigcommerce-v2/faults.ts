import type { Fault } from '../../catalogue/faults.ts';

/** What is wrong with a field's name, or with its null. */
export interface FieldProblem {
  readonly kind: 'unknown' | 'read-only' | 'null';
  readonly field: string;
}

/** The faults of this version's own rules. */
export type V2RequestFault =
  /** Fields that this resource does not take (BC2-30 to BC2-32). */
  | { readonly kind: 'fields-refused'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'body-not-xml'; readonly reason: string }
  | { readonly kind: 'limit-too-large'; readonly limit: number; readonly maxLimit: number };

export type V2Fault = Fault | V2RequestFault;
