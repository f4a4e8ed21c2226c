import { BytesInFlight, MAX_BYTES_IN_FLIGHT, MAX_WAIT_MS } from '../platform/memory-budget.ts';

/** All requests of this isolate share its memory, and so one budget: bodies on their way in, originals on their way out. */
export const isolateMemory = new BytesInFlight(MAX_BYTES_IN_FLIGHT, MAX_WAIT_MS);
