/**
 * Serves good and broken pictures on loopback, for trying out image_url:
 *
 *   node scripts/picture-host.ts [port] [folder]
 *
 * Allow it with INGEST_ALLOWED_HOSTS=127.0.0.1:{port}. Stops at Ctrl-C, and by itself after an hour.
 */
import { VARIANTS } from './picture-host/broken.ts';
import { startPictureHost } from './picture-host/server.ts';

const DEFAULT_PORT = 8901;
const LIFETIME_MS = 60 * 60 * 1000;

const [port = String(DEFAULT_PORT), folder] = process.argv.slice(2);
if (!/^\d{1,5}$/.test(port)) {
  console.log('node scripts/picture-host.ts [port] [folder]');
  process.exit(port === '--help' ? 0 : 2);
}
const host = await startPictureHost({ port: Number(port), ...(folder === undefined ? {} : { folder }) });

console.log(`http://${host.host}/tiny.png`);
if (folder !== undefined) console.log(`http://${host.host}/pictures/{file in ${folder}}`);
for (const name of Object.keys(VARIANTS)) console.log(`http://${host.host}/broken/${name}`);

const stop = (): void => void host.close().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
setTimeout(stop, LIFETIME_MS);
