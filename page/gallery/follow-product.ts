import { isProductEvent } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { listen } from '../api/live-events.ts';
import type { Gallery } from './gallery.ts';

/** Reads a product, and keeps it at what others make of it. */
export function followProduct(gallery: Gallery): { readonly stop: () => void } {
  void gallery.load();
  return listen({
    onEvent: (event) => {
      const id = gallery.confirmed.peek()?.id;
      if (!isProductEvent(event) || (id !== event.productId && id !== null)) return;
      const { version, images, imageIds } = event.data;
      gallery.noteEvent(version, [...images.map((image) => image.id), ...imageIds]);
    },
    onGap: () => void catchUp(gallery).catch(() => undefined),
  });
}

/** Looks for a change that came after the product was read and before events were listened to. */
async function catchUp(gallery: Gallery): Promise<void> {
  const read = async () => await vitrine.products.history(gallery.product, { limit: 1 }).pages().next();
  const [last] = (await call(read)).value?.items ?? [];
  if (gallery.confirmed.peek() !== undefined && last !== undefined) gallery.noteEvent(last.version, []);
}
