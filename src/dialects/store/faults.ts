import type { Fault, LibraryFault } from '../../catalogue/faults.ts';
import type { ListTooLong } from '../../catalogue/listing-reads.ts';
import type { CrossSiteFault } from '../../http/cross-site.ts';

/** Why a call that is signed, or must be, was refused (ST-35 to ST-44). */
export type SigningFault =
  | { readonly kind: 'signature-missing' }
  /** There was no handshake with this signature, or its session has expired. */
  | { readonly kind: 'signature-unknown' }
  | { readonly kind: 'timestamp-out-of-range' }
  | { readonly kind: 'fingerprint-mismatch' }
  /** The store's setting does not allow signed calls. */
  | { readonly kind: 'signing-off' }
  /** The store has no keys, or this deployment cannot open them. */
  | { readonly kind: 'signing-unavailable' };

/** The faults of this dialect's own routes and queries. */
export type ProtocolFault =
  | { readonly kind: 'version-not-supported'; readonly version: string }
  | { readonly kind: 'method-not-supported'; readonly method: string }
  | { readonly kind: 'parameters-too-many'; readonly maxParameters: number }
  /** A parameter that cannot be parsed; `at` is the character at which parsing failed, counted from 1. */
  | { readonly kind: 'query-unreadable'; readonly parameter: string; readonly at: number; readonly reason: string };

/** Everything that this dialect answers with an error. */
export type StoreFault = Fault | LibraryFault | SigningFault | ProtocolFault | CrossSiteFault | ListTooLong;
