import { computed, type ReadonlySignal } from '@preact/signals';
import type { Size, Store, Tagged } from 'vitrine-client';
import { vitrine } from './client.ts';
import { keep, type Kept } from './kept.ts';

/** The settings of the store. */
export const storeSettings: Kept<Tagged<Store>> = keep(async () => await vitrine.store.get());

/** The sizes of the store. */
export const storeSizes: Kept<readonly Size[]> = keep(async () => (await vitrine.sizes.get()).sizes);

/** The languages of the store's texts, the default first; none until they were read. */
export const storeLanguages: ReadonlySignal<readonly string[]> = computed(
  () => storeSettings.value.value?.languages ?? [],
);

/** The default language of the store; undefined until it was read. */
export const defaultLanguage: ReadonlySignal<string | undefined> = computed(() => storeLanguages.value[0]);

/** The sizes that pictures are offered in, the four that every store has first. */
export const offeredSizes: ReadonlySignal<readonly Size[]> = computed(() =>
  (storeSizes.value.value ?? []).filter(({ retired }) => retired !== true),
);
