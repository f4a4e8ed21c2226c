/** What a row of the journal says that happened; events are told by these names (contracts/vitrine.md). */
export const EVENT_TYPES = [
  'images.created',
  'images.updated',
  'images.reordered',
  'images.deleted',
  'images.restored',
  'variants.updated',
  'media.created',
  'media.updated',
  'media.deleted',
  'job.accepted',
  'job.finished',
  'trash.emptied',
  'webhooks.updated',
  'sizes.updated',
  'keys.updated',
  'tokens.updated',
  'settings.updated',
  'uploads.granted',
  'store.restored',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
