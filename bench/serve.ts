/**
 * `npm run bench:serve`: measures how many requests a second a local service answers, compared with an empty answer in
 * the same run. The kinds take turns, so that a machine that becomes slower affects all of them. Sends ROUNDS ×
 * REQUESTS requests of each kind on loopback.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { created, upload } from '../test/node/support/api.ts';
import { startService } from '../test/node/support/service.ts';
import { takeNoArguments } from './no-arguments.ts';

takeNoArguments('npm run bench:serve, without arguments: how many requests a second the service answers.');

const CONNECTIONS = 16;
const REQUESTS = 800;
const ROUNDS = 5;
const PRODUCT = 1;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

async function get(url: string, headers: Record<string, string>): Promise<number> {
  return await new Promise((resolve, reject) => {
    const call = request(url, { agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    call.once('error', reject);
    call.end();
  });
}

/** Sends REQUESTS requests of one kind and returns how many were answered a second. */
async function rate(url: string, headers: Record<string, string>): Promise<number> {
  let sent = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (sent < REQUESTS) {
      sent += 1;
      const status = await get(url, headers);
      if (status !== 200) throw new Error(`${url} answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return REQUESTS / ((performance.now() - start) / 1000);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const service = await startService();
try {
  const bytes = readFileSync('samples/cup-landscape.jpg');
  let tiny = '';
  for (let index = 0; index < 50; index += 1) {
    tiny = (await created(await upload(service.origin, PRODUCT, bytes))).url_tiny;
  }
  const token = { 'X-Auth-Token': 'demo-token' };
  const images = `${service.origin}/stores/demo/v3/catalog/products/${PRODUCT}/images`;
  const kinds: readonly (readonly [string, string, Record<string, string>])[] = [
    ['empty answer', `${service.origin}/healthz`, {}],
    ['list of 50', images, token],
    ['one image', `${images}/1`, token],
    ['hot rendition', tiny, { Accept: 'image/webp' }],
  ];
  const rates = new Map<string, number[]>(kinds.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, url, headers] of kinds) {
      rates.get(name)?.push(await rate(url, headers));
    }
  }
  const base = median(rates.get('empty answer') ?? []);
  console.table(
    [...rates].map(([name, values]) => ({
      request: name,
      'per second': Math.round(median(values)),
      'of the empty answer': (median(values) / base).toFixed(2),
    })),
  );
} finally {
  agent.destroy();
  await service.stop();
}
