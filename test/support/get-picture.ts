import { exports } from 'cloudflare:workers';

/**
 * Requests a picture and reads it whole, so that no stream of the runtime is left open by a test that looks at the
 * headers only.
 */
export async function getPicture(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Response> {
  const response = await exports.default.fetch(new Request(url, { method, headers }));
  return response.body === null ? response : new Response(await response.arrayBuffer(), response);
}
