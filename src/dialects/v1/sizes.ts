import type { OfferedSize, SizesChange, SizesWritten } from '../../catalogue/sizes.ts';
import { containIn, formatSize, parseSize, type PictureSize } from '../../delivery/picture-size.ts';
import { isNotModified } from '../../http/conditional.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { MAX_NAMED_SIZES, mayHaveBackground, NO_BACKGROUND, sidePx, SIZE_FIELDS } from '../../model/settings.ts';
import { PRESET_NAMES, type PresetName, type StoreSettings } from '../../model/store.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { NO_PARAMETERS } from './query.ts';
import { authorizeRequest, readAuthorized, type V1Context } from './request-context.ts';
import { allowedSettingsVersions, settingsEtag } from './settings-etag.ts';

/** A size as it is shown. */
export interface WireSize {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly fit: 'contain' | 'cover' | 'pad';
  /** Of `pad` alone. */
  readonly background?: string;
  /** The store offers it no more, and its URLs go on. */
  readonly retired?: true;
}

const isPreset = (name: string): name is PresetName => PRESET_NAMES.some((preset) => preset === name);

const sizeSchema = z
  .strictObject({ ...SIZE_FIELDS, width: sidePx, height: sidePx, retired: z.optional(z.boolean()) })
  .check(
    z.refine(mayHaveBackground, NO_BACKGROUND),
    z.refine(({ name, fit }) => fit === 'contain' || !isPreset(name), {
      error: 'The sizes that other APIs know are fitted in.',
      path: ['fit'],
    }),
  );

type GivenSize = z.output<typeof sizeSchema>;

/** The body of PUT. What GET lists as retired can be sent back, and means nothing. */
export const sizesSchema = z.strictObject({
  sizes: z
    .pipe(
      z.array(sizeSchema),
      z.transform((sizes) => sizes.filter(({ retired }) => retired !== true)),
    )
    .check(
      z.superRefine((sizes, context) => {
        const seen = new Set<string>();
        sizes.forEach(({ name }, index) => {
          if (seen.has(name))
            context.addIssue({ code: 'custom', path: [index, 'name'], message: 'The name comes twice.' });
          seen.add(name);
        });
        if (sizes.filter(({ name }) => !isPreset(name)).length > MAX_NAMED_SIZES) {
          context.addIssue({ code: 'custom', message: `A store has ${MAX_NAMED_SIZES} sizes of its own at most.` });
        }
      }),
    ),
});

/** GET /v1/sizes: the sizes of the store, and those that it has offered earlier. */
export async function getSizes(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { sizes } = c.get('service');
  const read = await readAuthorized(c, 'read', NO_PARAMETERS, (digest) => sizes.offered(digest));
  if (!read.ok) return read;
  const { access, value: offered } = read.value;
  const { settings, settingsVersion } = access.store;
  const headers = { ETag: settingsEtag(settingsVersion) };
  if (isNotModified(c.req.raw.headers, headers.ETag)) return ok(new Response(null, { status: 304, headers }));
  return ok(Response.json(toWireSizes(settings, offered), { headers }));
}

/** PUT /v1/sizes: sets all sizes of the store's own, and those of the four presets that are named. */
export async function putSizes(c: V1Context): Promise<Result<Response, V1Fault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'admin'),
    ...jsonBodyStep(sizesSchema),
    execute: async ({ target, body, conditions }): Promise<Result<Written, V1Fault>> => {
      const allowed = allowedSettingsVersions(c.req.header('If-Match'));
      const { sizes } = c.get('service');
      const written = await sizes.write(target, toChange(body.sizes), conditions.idempotency, allowed);
      return written.kind === 'written' ? ok(written) : fail(FAULTS[written.kind]);
    },
    answer: ({ sizes: { settings, version, offered }, isReplay }) => {
      const headers = { ETag: settingsEtag(version), ...replayHeader({ isReplay }) };
      return ok(Response.json(toWireSizes(settings, offered), { headers }));
    },
  });
}

type Written = Extract<SizesWritten, { kind: 'written' }>;

const FAULTS: Readonly<Record<Exclude<SizesWritten['kind'], 'written'>, V1Fault>> = {
  'key-reused': { kind: 'key-reused' },
  'too-many': { kind: 'too-many-sizes' },
  changed: { kind: 'settings-changed' },
};

function toChange(given: readonly GivenSize[]): SizesChange {
  return {
    sizes: given
      .filter(({ name }) => !isPreset(name))
      .map(({ name, width, height, fit, background }) => ({
        name,
        widthPx: width,
        heightPx: height,
        fit,
        ...(background !== undefined && { background }),
      })),
    presets: Object.fromEntries(
      given
        .filter(({ name }) => isPreset(name))
        .map(({ name, width, height }) => [name, { widthPx: width, heightPx: height }]),
    ),
  };
}

function toWireSizes(
  settings: StoreSettings,
  offered: readonly OfferedSize[],
): { readonly sizes: readonly WireSize[] } {
  const current = [
    ...PRESET_NAMES.map((name) => [name, containIn(settings.presets[name])] as const),
    ...settings.sizes.map(({ name, ...size }) => [name, { kind: 'box', ...size } as const] as const),
  ];
  const isCurrent = new Set(current.map(([, size]) => formatSize(size)));
  const retired = offered.flatMap(({ name, size: text }) => {
    const size = isCurrent.has(text) ? undefined : parseSize(text);
    return size === undefined ? [] : { ...toWireSize(name, size), retired: true as const };
  });
  return { sizes: [...current.map(([name, size]) => toWireSize(name, size)), ...retired] };
}

function toWireSize(name: string, size: PictureSize): WireSize {
  if (size.kind === 'width') return { name, width: size.widthPx, height: 0, fit: 'contain' };
  const { widthPx: width, heightPx: height, fit } = size;
  return { name, width, height, fit: fit.kind, ...(fit.kind === 'pad' && { background: `#${fit.background}` }) };
}
