import type { Fault } from '../../catalogue/faults.ts';
import type { CrossSiteFault } from '../../http/cross-site.ts';

/** A field that this resource does not have, a file in such a field, a field that is read-only, or a null one that may not be. */
export interface FieldProblem {
  readonly kind: 'unknown' | 'misnamed-file' | 'read-only' | 'null';
  readonly field: string;
}

/** The faults that only this version has. */
export type V2RequestFault =
  /** The body has fields that this resource does not accept (BC2-30 to BC2-32). */
  | {
      readonly kind: 'fields-refused';
      readonly problems: readonly FieldProblem[];
      /** How many problems there are besides. */
      readonly moreCount: number;
    }
  | { readonly kind: 'body-not-xml'; readonly reason: string }
  | { readonly kind: 'limit-too-large'; readonly limit: number; readonly maxLimit: number };

/** Everything that this version answers with an error. */
export type V2Fault = Fault | V2RequestFault | CrossSiteFault;
