/** A picture of the floor: the object whose key the URL is, with the headers of the service. */
import type { Context } from 'hono';
import type { FloorEnv } from './index.ts';

/** GET a rendition that is stored. */
export async function showPicture(c: Context<{ Bindings: FloorEnv }>): Promise<Response> {
  const object = await c.env.BUCKET.get(new URL(c.req.url).pathname.slice('/picture/'.length));
  if (object === null) return new Response(null, { status: 404 });
  return new Response(object.body, {
    headers: {
      'Content-Type': object.httpMetadata?.contentType ?? 'application/octet-stream',
      'Content-Length': String(object.size),
      ETag: object.httpEtag,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept',
      'X-Request-Id': crypto.randomUUID(),
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Access-Control-Allow-Origin': '*',
      'Timing-Allow-Origin': '*',
    },
  });
}
