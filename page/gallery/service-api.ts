import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import type { GalleryApi } from './gallery-api.ts';
import { sendCommand } from './send-command.ts';

/** The service that this page belongs to. */
export const serviceApi: GalleryApi = {
  read: async (product) => await call(async () => await vitrine.products.get(product)),
  readVersion: async (product) => {
    const newest = async () => await vitrine.products.history(product, { limit: 1 }).pages().next();
    const { value } = await call(newest);
    return value?.items[0]?.version ?? 0;
  },
  send: async (product, command, key, etag) => await call(async () => await sendCommand(product, command, key, etag)),
  goBack: async (product, toVersion, idempotencyKey, ifMatch) =>
    await call(async () => await vitrine.products.undo(product, toVersion, { ifMatch, idempotencyKey })),
};
