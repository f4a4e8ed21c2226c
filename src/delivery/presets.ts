import type { Box, StoreSettings } from '../model/model.ts';

/** True where `size` is one of the store's presets, which need no signature. */
export function isPreset(settings: StoreSettings, size: Box): boolean {
  return Object.values(settings.presets).some(
    (preset) => preset.widthPx === size.widthPx && preset.heightPx === size.heightPx,
  );
}
