import { formatPicturePath, parsePicturePath, type PicturePath } from '../../delivery/picture-path.ts';
import type { PictureSize } from '../../delivery/picture-size.ts';
import { signPath, type UrlSigningKeys } from '../../delivery/signature.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { mayHaveBackground, NO_BACKGROUND, sidePx, SIZE_FIELDS, toFit } from '../../model/settings.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault, ValueError } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeRequest, type V1Context } from './request-context.ts';
import { toWireTime } from './wire-time.ts';

/** The most URLs of one request. */
const MAX_URLS = 250;

/** For how long a URL may be signed at most, in seconds: a year. */
const MAX_EXPIRES_IN_S = 365 * 24 * 60 * 60;

const urlSchema = z
  .strictObject({
    url: z.string(),
    width: z.optional(sidePx),
    height: z.optional(sidePx),
    fit: z.optional(SIZE_FIELDS.fit),
    background: SIZE_FIELDS.background,
    original: z._default(z.boolean(), false),
    download: z._default(z.boolean(), false),
  })
  .check(
    z.refine(({ width, height }) => width !== undefined || height === undefined, {
      error: 'A height comes with a width.',
      path: ['height'],
    }),
    z.refine(({ height, fit = 'contain' }) => height !== undefined || fit === 'contain', {
      error: 'Only a width with a height has a fit.',
      path: ['fit'],
    }),
    z.refine(mayHaveBackground, NO_BACKGROUND),
    z.refine(({ original, width }) => !original || width === undefined, {
      error: 'The original has its own size.',
      path: ['original'],
    }),
  );

/** The body of POST /v1/sign. */
export const signSchema = z.strictObject({
  urls: z.array(urlSchema).check(z.minLength(1), z.maxLength(MAX_URLS)),
  expiresIn: z.int().check(z.minimum(1), z.maximum(MAX_EXPIRES_IN_S)),
});

type GivenUrl = z.output<typeof urlSchema>;

/** POST /v1/sign: signs URLs of the store's pictures, in other sizes or for their originals. */
export async function signUrls(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { config, origin, ports } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...jsonBodyStep(signSchema),
    execute: async ({ target, body }): Promise<Result<object, V1Fault>> => {
      const paths = body.urls.map((given) => toPath(given, target.store.hash));
      const errors = paths.flatMap((path, index): readonly ValueError[] =>
        path === undefined ? [{ pointer: `/urls/${index}/url`, detail: NO_PICTURE }] : [],
      );
      if (errors.length > 0) return fail({ kind: 'body-invalid', errors: errors.slice(0, 20) });
      const expiresAtS = Math.floor(ports.nowMs() / 1000) + body.expiresIn;
      const urls = await Promise.all(
        body.urls.map(({ download }, index) =>
          signedUrl(config.signingKeys, origin, paths[index], { expiresAtS, download }),
        ),
      );
      if (urls.some((url) => url === undefined)) return fail({ kind: 'signing-unavailable' });
      return ok({ urls, expiresAt: toWireTime(expiresAtS * 1000) });
    },
    answer: (signed) => ok(Response.json(signed)),
  });
}

const NO_PICTURE = 'It is no URL of a picture of this store.';

/** Returns the path of a picture of this store in the size that is asked for; undefined where it is none. */
function toPath(given: GivenUrl, storeHash: string): PicturePath | undefined {
  const path = parsePicturePath(URL.parse(given.url)?.pathname ?? '');
  if (path?.storeHash !== storeHash) return undefined;
  return { ...path, size: given.original ? 'original' : (toSize(given) ?? path.size) };
}

/** Returns the size that is asked for; undefined: that of the URL. */
function toSize({ width, height, fit = 'contain', background }: GivenUrl): PictureSize | undefined {
  if (width === undefined) return undefined;
  if (height === undefined) return { kind: 'width', widthPx: width };
  return { kind: 'box', widthPx: width, heightPx: height, fit: toFit(fit, background) };
}

async function signedUrl(
  keys: UrlSigningKeys,
  origin: string,
  path: PicturePath | undefined,
  { expiresAtS, download }: { readonly expiresAtS: number; readonly download: boolean },
): Promise<string | undefined> {
  const [first] = keys;
  if (first === undefined || path === undefined) return undefined;
  const [keyId, secret] = first;
  const mac = await signPath(path, keyId, secret, expiresAtS);
  return `${origin}${formatPicturePath(path)}?k=${keyId}&e=${expiresAtS}&s=${mac}${download ? '&download=1' : ''}`;
}
