import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import type { GalleryApi } from './gallery-api.ts';
import { sendCommand } from './send-command.ts';

/** The service that this page belongs to. */
export const serviceApi: GalleryApi = {
  read: async (product) => await call(async () => await vitrine.products.get(product)),
  send: async (product, command, key, etag) => await call(async () => await sendCommand(product, command, key, etag)),
  goBack: async (product, toVersion, idempotencyKey, ifMatch) =>
    await call(async () => await vitrine.products.undo(product, toVersion, { ifMatch, idempotencyKey })),
};
