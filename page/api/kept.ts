import { type ReadonlySignal, signal } from '@preact/signals';
import { call } from './call.ts';

/** Something of the store that rarely changes, and that several parts of the page need. */
export interface Kept<Value> {
  /** Undefined until it was read. */
  readonly value: ReadonlySignal<Value | undefined>;
  /** Reads it, unless that is done or under way. Where it fails, the page goes on without it. */
  readonly read: () => Promise<void>;
  /** Reads it again, because it may be different now. */
  readonly renew: () => Promise<void>;
}

/** Keeps what a request answers. */
export function keep<Value>(request: () => Promise<Value>): Kept<Value> {
  const value = signal<Value | undefined>(undefined);
  let reading: Promise<void> | undefined;
  const readOnce = async (): Promise<void> => {
    try {
      value.value = await call(request);
    } catch {
      reading = undefined;
    }
  };
  const renew = async (): Promise<void> => {
    reading = readOnce();
    await reading;
  };
  return { value, read: async () => await (reading ?? renew()), renew };
}
