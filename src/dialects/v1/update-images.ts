import { executeChange, knownProductId } from '../../catalogue/product-writes.ts';
import type { Command, ImageUpdate } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { MAX_IMAGES_PER_PRODUCT } from '../../gallery/state.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { altSchema, altsSchema, wrongLanguages } from './alt.ts';
import { readImagesAfterWrite, readVersionAfterWrite } from './answer-images.ts';
import type { V1Fault } from './faults.ts';
import { focalPointSchema } from './focal-point.ts';
import { idsSchema } from './ids.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { prefers } from './prefer.ts';
import { authorizeProductWrite, rememberedForProduct } from './product-access.ts';
import type { V1Context } from './request-context.ts';
import { firstErrors, toBodyErrors } from './schema-errors.ts';

/** How many images one request changes. */
const MAX_UPDATED_IMAGES = 250;

const imageSchema = z.strictObject({
  id: z.int().check(z.minimum(1)),
  alt: z.optional(altSchema),
  alts: z.optional(altsSchema),
  isMain: z.optional(z.boolean()),
  focalPoint: z.optional(z.nullable(focalPointSchema)),
});

type ImagePatch = z.infer<typeof imageSchema>;

const imagesSchema = z.array(imageSchema).check(
  z.minLength(1),
  z.maxLength(MAX_UPDATED_IMAGES),
  z.superRefine((images, context) => {
    const seen = new Set<number>();
    let hasMain = false;
    for (const [index, { id, isMain = false }] of images.entries()) {
      const refuse = (field: keyof ImagePatch, message: string): void =>
        context.addIssue({ code: 'custom', path: [index, field], message });
      if (seen.has(id)) refuse('id', 'Another one of the images has this id.');
      if (isMain && hasMain) refuse('isMain', 'Another one of the images becomes the main one.');
      seen.add(id);
      hasMain ||= isMain;
    }
  }),
);

/** The body: changes to images, the whole order of a gallery, and a move, which are made in this order. */
export const updateImagesSchema = z
  .strictObject({
    images: z.optional(imagesSchema),
    order: z.optional(idsSchema(MAX_IMAGES_PER_PRODUCT)),
    move: z.optional(
      z.strictObject({ ids: idsSchema(MAX_IMAGES_PER_PRODUCT), before: z.nullable(z.int().check(z.minimum(1))) }).check(
        z.refine((move) => move.before === null || !move.ids.includes(move.before), {
          error: 'It is one of those that are moved.',
          path: ['before'],
        }),
      ),
    ),
  })
  .check(
    z.refine(({ images, order, move }) => images !== undefined || order !== undefined || move !== undefined, {
      error: 'It has images, order or move.',
    }),
  );

type Body = z.output<typeof updateImagesSchema>;

/** PATCH /v1/products/{product}/images: changes images of any gallery and their order, all of it or nothing. */
export async function updateImages(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    remembered: rememberedForProduct(c),
    ...jsonBodyStep(updateImagesSchema),
    execute: async ({ target, body, conditions }): Promise<Result<Updated, V1Fault>> => {
      const languages = checkLanguages(body.images ?? [], target.access.store.settings.languages);
      if (!languages.ok) return languages;
      const productId = knownProductId(target);
      const imageIds = namedIds(body);
      const executed = await executeChange(ports, target, productId, conditions, toCommand(body));
      if (!executed.ok) return executed;
      if (productId === undefined) return fail({ kind: 'image-not-found', imageId: String(imageIds[0]) });
      return ok({ ...executed.value, productId, imageIds });
    },
    answer: async (updated, target) => {
      if (prefers(c, 'return=minimal')) {
        const { version, headers } = await readVersionAfterWrite(c, target, updated);
        const applied = { ...headers, 'Preference-Applied': 'return=minimal' };
        return ok(Response.json({ version, images: [] }, { headers: applied }));
      }
      const { productId, imageIds } = updated;
      const { version, images, headers } = await readImagesAfterWrite(c, target, productId, imageIds, updated);
      return ok(Response.json({ version, images }, { headers }));
    },
  });
}

/** What an update has done, and to which images. */
interface Updated extends CommandResult {
  readonly productId: number;
  readonly imageIds: readonly number[];
}

/** Returns the images that a body names, each once, in its order. */
const namedIds = ({ images = [], order = [], move }: Body): readonly number[] => [
  ...new Set([...images.map(({ id }) => id), ...(move?.ids ?? []), ...order]),
];

function toCommand({ images = [], order, move }: Body): Command {
  const arrangements = [
    ...(order === undefined ? [] : [{ kind: 'order', imageIds: order } as const]),
    ...(move === undefined ? [] : [{ kind: 'move', imageIds: move.ids, beforeId: move.before } as const]),
  ];
  return { kind: 'update', gallery: undefined, updates: images.map(toUpdate), arrangements, makeRoom: false };
}

/** Fault: body-invalid, where a text is in a language that it cannot be in. */
function checkLanguages(images: readonly ImagePatch[], languages: readonly string[]): Result<undefined, V1Fault> {
  const errors = images.flatMap(({ alts = {} }, index) => wrongLanguages(alts, languages, ['images', index, 'alts']));
  return errors.length === 0
    ? ok(undefined)
    : fail({ kind: 'body-invalid', errors: toBodyErrors(firstErrors(errors)) });
}

const toUpdate = ({ id, alt, alts, isMain, focalPoint }: ImagePatch): ImageUpdate => ({
  imageId: id,
  sortOrder: undefined,
  isThumbnail: isMain,
  description: alt,
  alts,
  focalPoint,
  upload: undefined,
});
