/**
 * `npm run bench:peers`: measures the service beside Vendure 3.7 (a shop system with SQLite and an asset server) and
 * ipx 3.1 (an image server) in one run on one machine. Installs them into dist/peers first. What is measured takes turns,
 * so that a machine that becomes slower affects all of them; everything listens on loopback.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { Vitrine } from 'vitrine-client';
import { upload } from '../test/node/support/api.ts';
import { startService } from '../test/node/support/service.ts';
import { takeNoArguments } from './no-arguments.ts';
import { installPeers } from './peers/install.ts';
import { newPicture, smallPictures } from './peers/pictures.ts';
import { startPeer } from './peers/server.ts';
import { type RequestToSend, VendureApi } from './peers/vendure-api.ts';

takeNoArguments(
  'npm run bench:peers, without arguments: the service beside Vendure and ipx, which it installs into dist/peers.',
);

const CONNECTIONS = 16;
const REQUESTS = 400;
const ROUNDS = 5;
const WRITES_PER_ROUND = 3;

/** How many images the large product has, and the one that is listed. */
const MANY = 1000;
const LISTED = 50;

/** The most files that one request to the service creates. */
const MAX_FILES = 100;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

async function send({ url, method = 'GET', headers = {}, body }: RequestToSend): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const call = request(url, { agent, method, headers }, (response) => {
      response.resume();
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.once('end', resolve);
    });
    call.once('error', reject);
    call.end(body);
  });
}

/** Sends REQUESTS requests over CONNECTIONS connections, and returns how many were answered a second. */
async function rateOf(toSend: RequestToSend): Promise<number> {
  let sent = 0;
  const begin = performance.now();
  const worker = async (): Promise<void> => {
    for (; sent < REQUESTS; sent += 1) await send(toSend);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return REQUESTS / ((performance.now() - begin) / 1000);
}

async function msOf(task: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await task();
  return performance.now() - begin;
}

/** Something that is measured of one server. */
interface Measured {
  readonly name: string;
  readonly server: 'Vitrine' | 'Vendure' | 'ipx';
  readonly unit: 'a second' | 'ms';
  readonly values: number[];
  readonly measure: () => Promise<number>;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const rounded = (value: number): string => (value < 100 ? value.toPrecision(3) : value.toFixed(0));

const toTable = (measured: readonly Measured[]): Record<string, Record<string, string>> =>
  Object.fromEntries(
    [...new Set(measured.map(({ name }) => name))].map((name) => [
      name,
      Object.fromEntries(
        measured
          .filter((each) => each.name === name)
          .map(({ server, unit, values }) => [server, `${rounded(median(values))} ${unit}`]),
      ),
    ]),
  );

const folder = installPeers();
for (const name of ['shop.sqlite', 'assets', 'pictures']) rmSync(join(folder, name), { recursive: true, force: true });
const pictures = join(folder, 'pictures');
mkdirSync(pictures);
const large = await newPicture();
writeFileSync(join(pictures, 'large.jpg'), large);

const service = await startService();
const vendure = await startPeer(folder, 'vendure.mjs');
const ipx = await startPeer(folder, 'ipx.mjs', pictures);
try {
  console.log(`Filling: ${MANY} images of one product, in both …`);
  const small = await smallPictures(MANY);
  const client = new Vitrine({ url: service.origin, token: 'demo-token' });
  for (let from = 0; from < MANY; from += MAX_FILES) {
    const files = small
      .slice(from, from + MAX_FILES)
      .map((bytes, at) => ({ file: new File([bytes], `${from + at}.jpg`) }));
    await client.images.create(1, files);
    if (from < LISTED) await client.images.create(2, files.slice(0, LISTED));
  }
  const { images } = await client.products.get(1);
  const shown = await client.images.create(3, [{ file: new File([large], 'large.jpg') }]);
  const [hot] = shown.results;
  const hotUrl = hot !== undefined && 'image' in hot ? hot.image.urls.thumbnail : '';

  const api = new VendureApi(vendure.origin);
  await api.signIn();
  const assets = await api.createAssets(small.map((bytes) => new Blob([bytes], { type: 'image/jpeg' })));
  const manyId = await api.createProduct(assets);
  const listedId = await api.createProduct(assets.slice(0, LISTED));
  const [largeAsset] = await api.createAssets([new Blob([large], { type: 'image/jpeg' })]);

  const token = { 'X-Auth-Token': 'demo-token' };
  const v3 = (product: number): string => `${service.origin}/stores/demo/v3/catalog/products/${product}/images`;
  const order = images.map(({ id }) => id);
  const assetOrder = assets.map(({ id }) => id);
  const reads: readonly (readonly [string, Measured['server'], RequestToSend])[] = [
    ['list of 50', 'Vitrine', { url: v3(2), headers: token }],
    ['list of 50', 'Vendure', api.listRequest(listedId)],
    ['one image', 'Vitrine', { url: `${v3(1)}/${order[7]}`, headers: token }],
    ['one image', 'Vendure', api.assetRequest(assetOrder[7] ?? '')],
    ['hot picture, 1.2 MB to a thumbnail', 'Vitrine', { url: hotUrl, headers: { Accept: 'image/webp' } }],
    [
      'hot picture, 1.2 MB to a thumbnail',
      'Vendure',
      { url: `${largeAsset?.preview}?w=330&h=330&mode=resize&format=webp` },
    ],
    ['hot picture, 1.2 MB to a thumbnail', 'ipx', { url: `${ipx.origin}/f_webp,w_330/large.jpg` }],
  ];
  const measured: readonly Measured[] = [
    ...reads.map(([name, server, toSend]) => ({
      name,
      server,
      unit: 'a second' as const,
      values: [],
      measure: async () => await rateOf(toSend),
    })),
    {
      name: 'the last of 1000 to the front',
      server: 'Vitrine',
      unit: 'ms',
      values: [],
      measure: async () => {
        order.unshift(order.pop() ?? 0);
        const body = JSON.stringify({ sort_order: 0 });
        const headers = { ...token, 'Content-Type': 'application/json' };
        return await msOf(async () => await send({ url: `${v3(1)}/${order[0]}`, method: 'PUT', headers, body }));
      },
    },
    {
      name: 'the last of 1000 to the front',
      server: 'Vendure',
      unit: 'ms',
      values: [],
      measure: async () => {
        assetOrder.unshift(assetOrder.pop() ?? '');
        return await msOf(async () => await api.order(manyId, assetOrder));
      },
    },
    {
      name: 'upload of 1.2 MB',
      server: 'Vitrine',
      unit: 'ms',
      values: [],
      measure: async () => {
        const bytes = await newPicture();
        return await msOf(async () => await (await upload(service.origin, 4, bytes)).arrayBuffer());
      },
    },
    {
      name: 'upload of 1.2 MB',
      server: 'Vendure',
      unit: 'ms',
      values: [],
      measure: async () => {
        const bytes = await newPicture();
        return await msOf(async () => await api.createAssets([new Blob([bytes], { type: 'image/jpeg' })]));
      },
    },
  ];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { unit, values, measure } of measured) {
      const times = unit === 'ms' ? WRITES_PER_ROUND : 1;
      for (let time = 0; time < times; time += 1) values.push(await measure());
    }
  }
  console.table(toTable(measured));
} finally {
  agent.destroy();
  await Promise.all([service.stop(), vendure.stop(), ipx.stop()]);
}
