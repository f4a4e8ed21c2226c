import * as z from 'zod';
import { libraryQuery, type WireLibraryMedia } from '../../src/dialects/v1/media.ts';
import { usesQuery, type WireMediaUse } from '../../src/dialects/v1/media-uses.ts';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { mediaFormSchema, mediaUrlSchema } from '../../src/dialects/v1/write-media.ts';
import type { Operation } from '../description.ts';
import { bodilessProblems, OF_FILES, readProblems, writeProblems } from './problems.ts';
import { MEDIA_MEMBERS } from './product-schema.ts';
import { ABOUT_PAGES, done, gallery, IDEMPOTENT, pageOf, srcset, success, time, urls } from './shared.ts';

const tag = 'Media';

const libraryMedia = z
  .strictObject({
    ...MEDIA_MEMBERS,
    folder: z.enum(['general', 'product']),
    sha256: z.string().describe('The SHA-256 of the file as it came, in hexadecimal. Equal files have the same one.'),
    alt: z.string().describe('The text of the library, which is not that of an image.'),
    uses: z.int().describe('How many images and variants show it, counted up to 1000.'),
    urls,
    srcset,
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'LibraryMedia', description: 'A file of the library.' }) satisfies z.ZodType<WireLibraryMedia>;

const use = z
  .union([
    z.strictObject({ productId: z.int(), imageId: z.int(), gallery }),
    z.strictObject({ productId: z.int(), variant: z.string() }),
  ])
  .meta({
    id: 'MediaUse',
    description: 'An image, or a variant with a picture of its own.',
  }) satisfies z.ZodType<WireMediaUse>;

export const listMedia: Operation = {
  id: 'listMedia',
  tag,
  summary: 'List the media library',
  description:
    'Lists the files of the store in the order of their ids, whichever API they came through. What lies in the trash is not in the library.',
  query: {
    schema: libraryQuery,
    about: {
      ...ABOUT_PAGES,
      search: {
        description: 'A part of the file name or of the text, in any case of letters.',
        schema: { type: 'string', minLength: 1, maxLength: 80 },
      },
      folder: { description: 'Only the media of this folder.' },
      format: { description: 'Only the media of this format.', schema: { enum: MEDIA_MEMBERS.format.options } },
      unused: { description: '`true`: only the media that nothing shows.' },
    },
  },
  answers: { 200: success('One page of the library.', pageOf(libraryMedia)), ...readProblems() },
};

export const getMedia: Operation = {
  id: 'getMedia',
  tag,
  summary: 'Get a media',
  description: 'Returns one file of the library.',
  query: { schema: NO_PARAMETERS, about: {} },
  answers: { 200: success('The media.', libraryMedia), ...readProblems('media-not-found') },
};

export const listMediaUses: Operation = {
  id: 'listMediaUses',
  tag,
  summary: 'List where a media is used',
  description:
    'Lists the images that show a media and the variants that have it as a picture of their own, by product.',
  query: { schema: usesQuery, about: ABOUT_PAGES },
  answers: { 200: success('One page of its uses.', pageOf(use)), ...readProblems('media-not-found') },
};

export const createMedia: Operation = {
  id: 'createMedia',
  tag,
  summary: 'Put a file into the library',
  description: 'Puts a file into the library, from a form or a URL. It stays there until it is deleted.',
  headers: IDEMPOTENT,
  body: {
    contents: {
      'multipart/form-data': z.strictObject({ ...mediaFormSchema.shape, file: z.file().describe('The picture.') }),
      'application/json': mediaUrlSchema,
    },
  },
  answers: {
    201: success('The media.', libraryMedia, 'Location', 'Idempotency-Replayed'),
    ...writeProblems('filename-taken', 'media-not-found', ...OF_FILES),
  },
};

export const updateMedia: Operation = {
  id: 'updateMedia',
  tag,
  summary: 'Change a media',
  description: 'Changes the name, the folder and the text of a file. Its URLs stay as they are.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': mediaFormSchema } },
  answers: {
    200: success('The media as it is now.', libraryMedia, 'Idempotency-Replayed'),
    ...writeProblems('media-not-found', 'filename-taken', 'product-texts-full'),
  },
};

export const deleteMedia: Operation = {
  id: 'deleteMedia',
  tag,
  summary: 'Delete a media',
  description: 'Deletes a file that no image and no variant shows.',
  headers: IDEMPOTENT,
  answers: {
    204: done('It is deleted.', 'Idempotency-Replayed'),
    ...bodilessProblems('media-not-found', 'media-in-use'),
  },
};
