import * as z from 'zod';
import { roundFocalPoint } from '../../model/focal-point.ts';

const fraction = z.number().min(0).max(1);

/** A focal point, with the decimals that are kept. */
export const focalPointSchema = z.strictObject({ x: fraction, y: fraction }).transform(roundFocalPoint);
