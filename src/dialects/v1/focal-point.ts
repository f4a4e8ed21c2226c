import { roundFocalPoint } from '../../model/focal-point.ts';
import * as z from '../../platform/schema.ts';

const fraction = z.number().check(z.minimum(0), z.maximum(1));

/** A focal point, with the decimals that are kept. */
export const focalPointSchema = z.pipe(z.strictObject({ x: fraction, y: fraction }), z.transform(roundFocalPoint));
