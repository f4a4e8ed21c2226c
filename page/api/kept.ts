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
  /** Takes what the service has answered to a change of it. */
  readonly take: (answered: Value) => void;
  /** Why it could not be read the last time. */
  readonly failure: ReadonlySignal<unknown>;
}

/** Keeps what a request answers. */
export function keep<Value>(request: () => Promise<Value>): Kept<Value> {
  const value = signal<Value | undefined>(undefined);
  const failure = signal<unknown>(undefined);
  let reading: Promise<void> | undefined;
  const readOnce = async (): Promise<void> => {
    failure.value = undefined;
    try {
      value.value = await call(request);
    } catch (error) {
      failure.value = error;
      reading = undefined;
    }
  };
  const renew = async (): Promise<void> => {
    reading = readOnce();
    await reading;
  };
  const take = (answered: Value): void => {
    value.value = answered;
  };
  return { value, read: async () => await (reading ?? renew()), renew, take, failure };
}
