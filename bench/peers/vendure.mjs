/**
 * Serves Vendure with SQLite and its own asset server, on loopback, for `npm run bench:peers`. It is copied into the
 * folder where Vendure is installed, and run there: `node vendure.mjs PORT`. Prints "up" when it answers.
 */
import { bootstrap, DefaultLogger, LogLevel } from '@vendure/core';
import { AssetServerPlugin } from '@vendure/asset-server-plugin';
import { join } from 'node:path';

const port = Number(process.argv[2]);
const folder = process.cwd();

await bootstrap({
  apiOptions: { port, hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: 'bearer',
    superadminCredentials: { identifier: 'superadmin', password: 'of-the-bench' },
  },
  dbConnectionOptions: {
    type: 'better-sqlite3',
    synchronize: true,
    logging: false,
    database: join(folder, 'shop.sqlite'),
  },
  paymentOptions: { paymentMethodHandlers: [] },
  logger: new DefaultLogger({ level: LogLevel.Error }),
  plugins: [AssetServerPlugin.init({ route: 'assets', assetUploadDir: join(folder, 'assets') })],
});
console.log('up');
