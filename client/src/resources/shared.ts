import type { Tagged } from '../options.ts';
import type { Answer } from '../reply.ts';
import type { ProductName } from '../types.ts';

/** Returns the path of a product, or of something below it. */
export const productPath = (product: ProductName, below = ''): string => `/products/${segment(product)}${below}`;

/** Returns an id or a name as a part of a path. */
export const segment = (name: ProductName): string => encodeURIComponent(name);

/** Returns what was answered, with its ETag as a member. */
export const tagged = <Body extends object>({ body, etag }: Answer<Body>): Tagged<Body> => ({ ...body, etag });
