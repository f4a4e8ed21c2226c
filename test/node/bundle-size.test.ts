import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkBundleSize, MAX_GZIPPED_BYTES } from '../../scripts/bundle-size.ts';
import { runWrangler } from '../../scripts/wrangler.ts';
import { newStateDir } from './support/service.ts';

describe('the size of a bundle', () => {
  let folder: Awaited<ReturnType<typeof newStateDir>>;
  beforeAll(async () => {
    folder = await newStateDir();
  });
  afterAll(() => folder.remove());

  it('is the gzipped size of its scripts, and refused over the limit', () => {
    expect(() => checkBundleSize(folder.path)).toThrow('no script');
    writeFileSync(join(folder.path, 'index.js.map'), randomBytes(2 * MAX_GZIPPED_BYTES));
    writeFileSync(join(folder.path, 'index.js'), randomBytes(MAX_GZIPPED_BYTES - 1000));
    expect(checkBundleSize(folder.path)).toMatch(/^Bundle: 199\d\d\d bytes gzipped, of 200000 allowed\.$/);
    writeFileSync(join(folder.path, 'more.js'), randomBytes(2000));
    expect(() => checkBundleSize(folder.path)).toThrow(/^Bundle: 201\d\d\d bytes gzipped/);
  });
});

describe('the deployed bundle', () => {
  it('is built by wrangler.toml, without further options', () => {
    // What is uploaded is seen in deploy/deploy.test.ts.
    expect(readFileSync('scripts/deploy.ts', 'utf8')).not.toMatch(/minify|--no-bundle/);
    expect(readFileSync('wrangler.toml', 'utf8')).toMatch(/^minify = true$/m);
  });

  it('is minified, not too large, and byte for byte what the local service runs [RUN-1]', async () => {
    const deployed = await newStateDir();
    await runWrangler(['deploy', '--dry-run', '--outdir', deployed.path]);
    const [script = '', local] = [deployed.path, join(inject('stateDir'), 'worker')].map((folder) =>
      readFileSync(join(folder, 'index.js'), 'utf8'),
    );
    expect(script.length / script.split('\n').length).toBeGreaterThan(500);
    expect(checkBundleSize(deployed.path)).toContain('bytes gzipped');
    expect(script === local).toBe(true);
    await deployed.remove();
  });
});
