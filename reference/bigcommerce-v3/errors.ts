import type { Answer, Answers } from '../description.ts';
import type { AnswerHeader } from '../headers.ts';
import { errorAnswers, objectError, QUOTA_HEADERS } from '../bigcommerce/errors.ts';
import type * as z from 'zod';

/** The errors of these statuses. */
export const errors = (...statuses: readonly number[]): Answers =>
  errorAnswers(statuses, () => ({ body: objectError }));

/** A success with a body. */
export const success = (description: string, body: z.ZodType, ...headers: readonly AnswerHeader[]): Answer => ({
  description,
  body,
  headers: [...headers, ...QUOTA_HEADERS],
});
