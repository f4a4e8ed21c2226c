import { type ReadonlySignal, signal } from '@preact/signals';
import type { Store, Tagged } from 'vitrine-client';
import { call } from './call.ts';
import { vitrine } from './client.ts';

const settings = signal<Tagged<Store> | undefined>(undefined);

let reading: Promise<void> | undefined;

/** The settings of the store, once they were read; `readStoreSettings` reads them. */
export const storeSettings: ReadonlySignal<Tagged<Store> | undefined> = settings;

/** Reads the settings of the store, once for the whole page. @throws VitrineProblem where they cannot be read. */
export async function readStoreSettings(): Promise<void> {
  reading ??= read().catch((error: unknown) => {
    reading = undefined;
    throw error;
  });
  await reading;
}

/** Reads the settings again, as after a change by somebody else. */
export async function readStoreSettingsAgain(): Promise<void> {
  reading = undefined;
  await readStoreSettings();
}

/** Takes what the service has answered to a change of the settings. */
export function noteStoreSettings(answered: Tagged<Store>): void {
  settings.value = answered;
}

async function read(): Promise<void> {
  settings.value = await call(async () => await vitrine.store.get());
}
