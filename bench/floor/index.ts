/**
 * The floor of `npm run bench`: a bare Worker with the same router over the same tables and bucket. It does what an
 * answer cannot be had without and nothing else: it checks no scope, quota, size or version, keeps no order among
 * writers, and lets two who change one product lose each other's changes.
 */
import { Hono } from 'hono';
import { createImage, deleteImage, describeImage, moveImage } from './writes.ts';
import { listShoptet, listStore, listV3, listXml } from './lists.ts';
import { showPicture } from './picture.ts';

/** The bindings of the floor, which are those of the service that it uses. */
export interface FloorEnv {
  readonly DB: D1Database;
  readonly BUCKET: R2Bucket;
}

const app = new Hono<{ Bindings: FloorEnv }>();
app.get('/v3/:product', listV3);
app.get('/xml/:product', listXml);
app.get('/store/:product', listStore);
app.get('/shoptet/:product', listShoptet);
app.get('/picture/*', showPicture);
app.put('/move/:product/:image', moveImage);
app.put('/describe/:product/:image', describeImage);
app.delete('/image/:product/:image', deleteImage);
app.post('/image/:product', createImage);

export default app;
