import { isProductEvent } from 'vitrine-client';
import { listen } from '../api/live-events.ts';
import type { Gallery } from './gallery.ts';

/** Reads a product, and keeps it at what others make of it. */
export function followProduct(gallery: Gallery): { readonly stop: () => void } {
  const loaded = gallery.load();
  return listen({
    onEvent: (event) => {
      const id = gallery.confirmed.peek()?.id;
      if (isProductEvent(event) && (id === event.productId || id === null)) gallery.noteEvent(event.data.version);
    },
    // A change may come after what is being read, and before the first event.
    onGap: () => void loaded.then(async () => await gallery.noteGap()),
  });
}
