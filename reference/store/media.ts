import * as z from 'zod';
import { mediaChangeSchema } from '../../src/dialects/store/body-rows.ts';
import type { Operation } from '../description.ts';
import { IDEMPOTENT, readFailures, success, writeFailures } from './envelope.ts';
import { MEDIA_LIST, ONE_MEDIA, SIGNED } from './query.ts';
import { mediaRows, selectedMedia } from './schemas.ts';

const tag = 'Media';

export const listMedia: Operation = {
  id: 'listMedia',
  tag,
  summary: 'List the media library',
  description: 'Returns one page of the files of the library, whichever API they came through.',
  query: MEDIA_LIST,
  answers: { 200: success('The media.', selectedMedia), ...readFailures() },
};

export const getMedia: Operation = {
  id: 'getMedia',
  tag,
  summary: 'Get a media',
  description: 'Returns one file of the library, as a list of one.',
  query: ONE_MEDIA,
  answers: { 200: success('The media.', selectedMedia), ...readFailures() },
};

export const createMedia: Operation = {
  id: 'createMedia',
  tag,
  summary: 'Upload a file to the library',
  description: 'Stores a GIF, JPEG or PNG of 5 MB at most. Without a name it gets the next free one.',
  headers: IDEMPOTENT,
  body: {
    contents: {
      'application/json': z.object({
        ...mediaChangeSchema.shape,
        media_data: z.string().describe('The file in base64.'),
      }),
    },
  },
  answers: { 201: success('The media.', mediaRows, 'Idempotency-Replayed'), ...writeFailures() },
};

export const updateMedia: Operation = {
  id: 'updateMedia',
  tag,
  summary: 'Change a media',
  description: 'Changes the name, the alternative text and the folder.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': mediaChangeSchema } },
  answers: { 200: success('The media as it is now.', mediaRows, 'Idempotency-Replayed'), ...writeFailures() },
};

export const deleteMedia: Operation = {
  id: 'deleteMedia',
  tag,
  summary: 'Delete a media',
  description: 'Deletes a file of the library that no image uses.',
  query: SIGNED,
  headers: IDEMPOTENT,
  answers: { 200: success('It is deleted.', {}, 'Idempotency-Replayed'), ...writeFailures() },
};
