import type { Fault } from '../../catalogue/faults.ts';
import type { Result } from '../../platform/result.ts';
import { errorResponse } from '../bigcommerce/object-error.ts';
import { toWireError } from './errors.ts';

/** Returns the response of a success, or the error response of a fault. */
export function toResponse(result: Result<Response, Fault>): Response {
  return result.ok ? result.value : errorResponse(toWireError(result.fault));
}
