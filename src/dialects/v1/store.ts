import type { StoreChanged, StoreFacts, StoreUsage } from '../../catalogue/store-settings.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { SETTING_FIELDS } from '../../model/settings.ts';
import type { QualitySettings } from '../../model/store.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { labelSchema } from './label.ts';
import { authorizeRead, authorizeRequest, type V1Context } from './request-context.ts';
import { allowedSettingsVersions, settingsEtag } from './settings-etag.ts';
import { toWireTime } from './wire-time.ts';

const MAX_NAME_CHARACTERS = 200;

const { quality, smallUpToPx, placeholderMediaId, ...fields } = SETTING_FIELDS;
const qualities = z.partial(z.strictObject({ avif: quality, jpeg: quality, webp: quality }));

/** The body of PATCH: what is not named stays. */
export const updateStoreSchema = z.partial(
  z.strictObject({
    name: labelSchema(MAX_NAME_CHARACTERS),
    ...fields,
    placeholderMediaId: z.nullable(placeholderMediaId),
    quality: z.partial(z.strictObject({ regular: qualities, small: qualities, smallUpToPx })),
  }),
);

/** A store with its settings and its use. */
export interface WireStore {
  readonly hash: string;
  readonly name: string;
  readonly languages: readonly string[];
  readonly origins: readonly string[];
  readonly trashDays: number;
  readonly historyDays: number;
  readonly placeholderMediaId: number | null;
  readonly registeredProductsOnly: boolean;
  readonly publicOriginals: boolean;
  readonly quality: QualitySettings;
  /** Set by the operator: whether calls of the Store API are signed, and how many requests the store may send. */
  readonly signing: 'off' | 'accepted' | 'required';
  readonly requestQuota: { readonly requests: number; readonly windowSeconds: number } | null;
  readonly usage: WireUsage;
}

interface WireUsage extends Omit<StoreUsage, 'countedAtMs'> {
  readonly countedAt: string;
}

/** GET /v1/store: the settings of the store, and what it uses. */
export async function getStore(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { settings } = c.get('service');
  // Counting is work: it is for those who were let in, and within their quota.
  const access = await authorizeRead(c);
  if (!access.ok) return access;
  const { store } = access.value;
  await c.get('service').tellUsage();
  return ok(answer(store.hash, store, await settings.usageOf(store.id)));
}

/** PATCH /v1/store: changes what the body names. 412 where If-Match names another version of the settings. */
export async function updateStore(c: V1Context): Promise<Result<Response, V1Fault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'admin'),
    ...jsonBodyStep(updateStoreSchema),
    execute: async ({ target, body, conditions }): Promise<Result<Written, V1Fault>> => {
      const { name, ...settings } = body;
      const allowed = allowedSettingsVersions(c.req.header('If-Match'));
      const store = c.get('service').settings;
      const written = await store.write(target, { name, settings }, conditions.idempotency, allowed);
      return written.kind === 'written' ? ok(written) : fail(FAULTS[written.kind]);
    },
    answer: async ({ store, isReplay }, access) => {
      const usage = await c.get('service').settings.usageOf(access.store.id);
      return ok(answer(access.store.hash, store, usage, replayHeader({ isReplay })));
    },
  });
}

type Written = Extract<StoreChanged, { kind: 'written' }>;

const NO_SUCH_MEDIA = { pointer: '/placeholderMediaId', detail: 'The library has no such media.' };

const LANGUAGE_IN_USE = {
  pointer: '/languages/0',
  detail: 'Images have texts in this language beside those of the default one. Take those away first.',
};

const FAULTS: Readonly<Record<Exclude<StoreChanged['kind'], 'written'>, V1Fault>> = {
  'key-reused': { kind: 'key-reused' },
  'media-missing': { kind: 'body-invalid', errors: [NO_SUCH_MEDIA] },
  'language-in-use': { kind: 'body-invalid', errors: [LANGUAGE_IN_USE] },
  changed: { kind: 'settings-changed' },
};

function answer(
  hash: string,
  { name, settings, settingsVersion }: StoreFacts,
  { countedAtMs, ...usage }: StoreUsage,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { requestQuota } = settings;
  const body: WireStore = {
    hash,
    name,
    languages: settings.languages,
    origins: settings.origins,
    trashDays: settings.trashDays,
    historyDays: settings.historyDays,
    placeholderMediaId: settings.placeholderMediaId ?? null,
    registeredProductsOnly: settings.registeredProductsOnly,
    publicOriginals: settings.publicOriginals,
    quality: settings.quality,
    signing: settings.signing,
    requestQuota: requestQuota
      ? { requests: requestQuota.requests, windowSeconds: requestQuota.windowMs / 1000 }
      : null,
    usage: { ...usage, countedAt: toWireTime(countedAtMs) },
  };
  return Response.json(body, { headers: { ETag: settingsEtag(settingsVersion), ...headers } });
}
