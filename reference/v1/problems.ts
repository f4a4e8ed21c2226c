import * as z from 'zod';
import type { AnswerHeader } from '../headers.ts';
import type { Answer, Answers, Json } from '../description.ts';
import { SCOPES } from '../../src/model/access.ts';
import { STATUSES, type Word } from './words.ts';

const valueError = z
  .strictObject({
    pointer: z.string().exactOptional().describe('The field, as a JSON pointer into the body.'),
    parameter: z.string().exactOptional().describe('The name of the parameter.'),
    header: z.string().exactOptional().describe('The name of the header.'),
    detail: z.string().describe('What is wrong with it.'),
  })
  .meta({ id: 'ValueError', description: 'What is wrong with one value of the request.' });

/** A problem (RFC 9457), as an answer or as the result of one of several things. */
export const problem = z
  .strictObject({
    type: z.url().describe('A URL that leads to the explanation and ends in a stable word.'),
    title: z.string().describe('What is wrong, the same for all problems of a type.'),
    status: z.int().describe('The HTTP status.'),
    detail: z.string().describe('What is wrong this time, and what helps.'),
    requestId: z.string().describe('The id of the request, as in `X-Request-Id`.'),
    scope: z.enum(SCOPES).exactOptional().describe('Of `scope-missing`: the scope that is needed.'),
    currentVersion: z.int().exactOptional().describe('Of `version-mismatch`: the version that the product has.'),
    imageId: z.int().exactOptional().describe('Of `image-used-by-variant`: the image.'),
    variants: z
      .array(z.string())
      .exactOptional()
      .describe('Of `image-used-by-variant`: the variants that refer to it.'),
    missing: z.array(z.int()).exactOptional().describe('Of `order-mismatch`: the images that it leaves out.'),
    unknown: z
      .array(z.int())
      .exactOptional()
      .describe('Of `order-mismatch`: what it names and the gallery does not have.'),
    uses: z.int().exactOptional().describe('Of `media-in-use`: how many images and variants show it.'),
    reason: z.string().exactOptional().describe('Of `item-failed`: the word of what went wrong.'),
    oldestSeq: z.int().exactOptional().describe('Of `events-gone`: the first event that is kept.'),
    errors: z
      .array(valueError)
      .exactOptional()
      .describe('The values that are wrong, 20 at most, and how many more there are.'),
  })
  .meta({ id: 'Problem', description: 'What is wrong with a request (RFC 9457).' });

/** What every request with a token can be answered. */
const OF_ACCESS: readonly Word[] = [
  'token-missing',
  'token-empty',
  'token-unknown',
  'scope-missing',
  'cross-site',
  'quota-exceeded',
  'internal-error',
];

/** What every write can be answered besides. */
const OF_WRITES: readonly Word[] = ['key-invalid', 'key-reused', 'in-maintenance', 'busy', 'overloaded'];

const OF_JSON: readonly Word[] = ['body-not-json', 'body-malformed', 'body-mistaken', 'body-too-large', 'body-invalid'];

/** What a command to the gallery of a product can be answered besides. */
const OF_GALLERIES: readonly Word[] = [
  'operation-in-progress',
  'version-mismatch',
  'product-not-found',
  'parameters-invalid',
];

/** What a picture in a body, or one that is fetched, can be answered. */
export const OF_FILES: readonly Word[] = [
  'image-missing',
  'file-misnamed',
  'file-too-large',
  'picture-unsupported',
  'picture-corrupt',
  'picture-too-large',
  'url-invalid',
  'url-refused',
  'download-failed',
];

/** The problems of a read, besides those that are named. */
export const readProblems = (...words: readonly Word[]): Answers =>
  toAnswers([...OF_ACCESS, 'parameters-invalid', ...words]);

/** The problems of a write with a JSON body, besides those that are named. */
export const writeProblems = (...words: readonly Word[]): Answers =>
  toAnswers([...OF_ACCESS, ...OF_WRITES, ...OF_JSON, ...words]);

/** The problems of a write without a body, besides those that are named. */
export const bodilessProblems = (...words: readonly Word[]): Answers =>
  toAnswers([...OF_ACCESS, ...OF_WRITES, ...words]);

/** The problems of a command to a product, besides those that are named. */
export const productProblems = (...words: readonly Word[]): Answers => writeProblems(...OF_GALLERIES, ...words);

/** The problems of such a command without a body, besides those that are named. */
export const bodilessProductProblems = (...words: readonly Word[]): Answers =>
  bodilessProblems(...OF_GALLERIES, ...words);

/** The problems of requests without a token. */
export const openProblems = (...words: readonly Word[]): Answers => toAnswers(['internal-error', ...words]);

const HEADERS: Readonly<Record<number, readonly AnswerHeader[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  409: ['Retry-After'],
  429: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
  503: ['Retry-After'],
};

/** Returns an answer for each status of the problems. */
function toAnswers(words: readonly Word[]): Answers {
  const byStatus = Map.groupBy([...new Set(words)].toSorted(), (word) => STATUSES[word]);
  return Object.fromEntries([...byStatus].map(([status, those]) => [status, toAnswer(status, those)]));
}

function toAnswer(status: number, words: readonly Word[]): Answer {
  const names = words.map((word) => `\`${word}\``);
  const headers = HEADERS[status];
  return {
    description: `The problem is ${names.length === 1 ? '' : 'one of '}${names.join(', ')}.`,
    ...(headers !== undefined && { headers }),
    body: problem,
    exact: problem.refine(
      ({ type }) => words.some((word) => type.endsWith(`#${word}`)),
      `It is none of ${words.join(', ')}.`,
    ),
    example: { title: names[0] ?? '', value: exampleOf(status, words[0]) },
    contentTypes: ['application/problem+json'],
  };
}

/** A problem of one kind; what is wrong this time, and what helps, is left out. */
const exampleOf = (status: number, word: Word | undefined): Json => ({
  type: `https://vitrine.example/docs/errors#${word ?? ''}`,
  title: '…',
  status,
  detail: '…',
  requestId: '2f1c7a52-8f0e-4c3e-9a41-6d1f0c9b7e35',
});
