import type { ImagePlan } from '../../catalogue/create-images.ts';
import type { Alts } from '../../model/alts.ts';
import * as z from '../../platform/schema.ts';
import { altSchema, altsSchema, wrongLanguages } from './alt.ts';
import type { ValueError } from './faults.ts';
import { focalPointSchema } from './focal-point.ts';
import { firstErrors, toBodyErrors } from './schema-errors.ts';

/** How many images one request creates. */
export const MAX_NEW_IMAGES = 100;

/** Where and how a new image is to stand: what it has besides its picture. */
const plan = {
  alt: z._default(altSchema, ''),
  alts: z.optional(altsSchema),
  gallery: z._default(z.enum(['shop', 'shop360']), 'shop'),
  position: z.optional(z.int().check(z.minimum(0))),
  isMain: z.optional(z.boolean()),
  focalPoint: z.optional(z.nullable(focalPointSchema)),
};

const planSchema = z.strictObject(plan);

/** A new image without its picture, as a body has it. */
export type NewImagePlan = z.infer<typeof planSchema>;

const newImageSchema = z
  .strictObject({ url: z.optional(z.string()), mediaId: z.optional(z.int().check(z.minimum(1))), ...plan })
  .check(
    z.superRefine(({ url, mediaId }, context) => {
      if ((url === undefined) === (mediaId === undefined)) {
        context.addIssue({ code: 'custom', message: 'It has either a url or a mediaId.' });
      }
    }),
  );

/** A new image of a JSON body: exactly one of `url` and `mediaId` is there. */
export type NewImageBody = z.infer<typeof newImageSchema>;

/** Refuses a second main image. */
function checkMain(images: readonly NewImagePlan[], context: z.core.$RefinementCtx): void {
  const [, second] = [...images.keys()].filter((index) => images[index]?.isMain === true);
  if (second === undefined) return;
  const message = 'Another one of the images becomes the main one.';
  context.addIssue({ code: 'custom', path: [second, 'isMain'], message });
}

/** The JSON body of a request that creates images. */
export const newImagesSchema = z.strictObject({
  images: z.array(newImageSchema).check(z.minLength(1), z.maxLength(MAX_NEW_IMAGES), z.superRefine(checkMain)),
});

/** The part `images` of a form with as many files. */
export const plansSchema = z.array(planSchema).check(z.maxLength(MAX_NEW_IMAGES), z.superRefine(checkMain));

/** The plan of a file that nothing is said of. */
export const DEFAULT_PLAN: NewImagePlan = { alt: '', gallery: 'shop' };

/** Returns a new image as the catalogue plans it. */
export const toPlan = ({ alt, alts, gallery, position, isMain, focalPoint }: NewImagePlan): ImagePlan => ({
  gallery,
  sortOrder: undefined,
  position,
  isThumbnail: isMain,
  description: alt,
  alts: toAlts(alts),
  ...(focalPoint && { focalPoint }),
});

/** Returns the texts that a new image has in other languages: null takes none away here. */
export const toAlts = (alts: NewImagePlan['alts'] = {}): Alts =>
  Object.fromEntries(Object.entries(alts).flatMap(([language, text]) => (text === null ? [] : [[language, text]])));

/**
 * Returns an error for each text in a language that the store does not have.
 *
 * @param path that of the images in the body.
 */
export const languageErrors = (
  images: readonly Pick<NewImagePlan, 'alts'>[],
  languages: readonly string[],
  path: readonly PropertyKey[],
): readonly ValueError[] =>
  toBodyErrors(
    firstErrors(images.flatMap(({ alts = {} }, index) => wrongLanguages(alts, languages, [...path, index, 'alts']))),
  );
