import type { MiniflareOptions } from 'miniflare';
import type { OutboundServer } from './outbound-server.ts';

/** The name of the Worker that requests of the service to others go to first. */
export const OUTBOUND_WORKER = 'outbound';

/** The binding that leads to the way out; no host can have this name, for hosts of bindings carry a port. */
const WAY_OUT = 'WAY_OUT';

const SCRIPT = `export default { fetch: (request, env) => (env[new URL(request.url).host] ?? env.${WAY_OUT}).fetch(request) };`;

/**
 * Describes the Worker between the service and others: requests to the helpers of the local service go to these directly,
 * all others to the way out. Clients cannot name the helpers, for the service fetches from no address that is written as such.
 *
 * @param helpers `host:port` of each.
 */
export function outboundWorker(
  { address, keyHeader }: OutboundServer,
  helpers: readonly string[],
): MiniflareOptions['workers'][number] {
  const leadToHelpers = helpers.map((helper) => [helper, { type: 'external', address: helper, http: {} }] as const);
  return {
    config: {
      name: OUTBOUND_WORKER,
      compatibilityDate: '2026-11-01',
      manifest: { mainModule: 'outbound.js', modules: { 'outbound.js': { type: 'esm', contents: SCRIPT } } },
      env: {
        ...Object.fromEntries(leadToHelpers),
        // With the style of proxies the request says the whole URL, scheme included.
        [WAY_OUT]: { type: 'external', address, http: { style: 1, injectRequestHeaders: [keyHeader] } },
      },
    },
  };
}
