import * as z from 'zod';

/** The longest side that may be asked for. */
const MAX_SIDE_PX = 12_000;

const side = z.int().min(1).max(MAX_SIDE_PX);
const edge = z.int().min(0);
const share = z.number().min(0).max(1);

/**
 * A transformation. Options of the hosted service that are not here are refused, and not left out in silence, so that
 * nobody takes a picture without them for one with them.
 */
const transformSchema = z.strictObject({
  width: side.optional(),
  height: side.optional(),
  fit: z.enum(['scale-down', 'contain', 'cover', 'crop', 'pad', 'squeeze']).default('scale-down'),
  gravity: z
    .union([
      z.enum(['left', 'right', 'top', 'bottom', 'center']),
      z.strictObject({
        x: share.default(0.5),
        y: share.default(0.5),
        mode: z.enum(['remainder', 'box-center']).default('remainder'),
      }),
    ])
    .default('center'),
  background: z.string().max(100).optional(),
  trim: z
    .strictObject({
      top: edge.default(0),
      left: edge.default(0),
      right: edge.optional(),
      bottom: edge.optional(),
      width: side.optional(),
      height: side.optional(),
    })
    .optional(),
});

const outputSchema = z.strictObject({
  format: z.enum(['image/avif', 'image/gif', 'image/jpeg', 'image/png', 'image/webp', 'rgba']),
  quality: z.number().min(1).max(100).optional(),
  background: z.string().max(100).optional(),
  anim: z.boolean().default(true),
});

/** A transformation, with what counts where an option is not given. */
export type Transform = z.infer<typeof transformSchema>;
/** What is to come out, with what counts where an option is not given. */
export type Output = z.infer<typeof outputSchema>;

/** What is to be made of a picture. */
export interface Options {
  readonly transforms: readonly Transform[];
  readonly output: Output;
}

/** Parses what a client asks for; undefined where it is not what the hosted service takes, or not supported here. */
export function parseOptions(transforms: unknown, output: unknown): Options | undefined {
  const parsed = z.object({ transforms: z.array(transformSchema).max(10), output: outputSchema });
  const result = parsed.safeParse({ transforms, output });
  return result.success ? result.data : undefined;
}
