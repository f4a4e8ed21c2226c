import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { PROJECT_DIR } from '../wrangler.ts';

const DEPLOYED_MODULE = 'index.js';

/** What Wrangler tells esbuild, for a Worker with this project's settings; a test compares the bytes with Wrangler's. */
const AS_WRANGLER: BuildOptions = {
  absWorkingDir: PROJECT_DIR,
  bundle: true,
  minify: true,
  keepNames: false,
  format: 'esm',
  target: 'es2024',
  supported: { 'import-source': true, using: true },
  conditions: ['workerd', 'worker', 'browser'],
  platform: 'browser',
  loader: { '.js': 'jsx', '.mjs': 'jsx', '.cjs': 'jsx' },
  external: ['__STATIC_CONTENT_MANIFEST', 'cloudflare:*', 'node:*'],
  define: {
    'navigator.userAgent': '"Cloudflare-Workers"',
    'process.env.NODE_ENV': '"production"',
    'global.process.env.NODE_ENV': '"production"',
    'globalThis.process.env.NODE_ENV': '"production"',
  },
  sourcemap: true,
  logLevel: 'silent',
};

/**
 * Bundles the Worker to `index.js` of a folder, byte for byte as Wrangler does when it deploys, and the module that stands
 * in front of it on a laptop to `entry.js`. Starting Wrangler for it took three times as long.
 */
export async function bundleWorker(folder: string): Promise<void> {
  await Promise.all([
    build({ ...AS_WRANGLER, entryPoints: ['src/worker/index.ts'], outfile: join(folder, DEPLOYED_MODULE) }),
    build({
      ...AS_WRANGLER,
      entryPoints: ['scripts/local-runtime/entry.ts'],
      outfile: join(folder, 'entry.js'),
      sourcemap: false,
      plugins: [
        {
          name: 'deployed-module',
          setup: (bundler) => {
            bundler.onResolve({ filter: /\/src\/worker\/index\.ts$/ }, () => ({
              path: `./${DEPLOYED_MODULE}`,
              external: true,
            }));
          },
        },
      ],
    }),
  ]);
}
