import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { serveSite } from '../../scripts/site-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-site-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('closes no connection that the runtime may send its next request on', async () => {
  const response = await fetch(`${await serveSite(folder)}/docs`, { redirect: 'manual' });
  expect(response.status).toBe(307);
  // A server that closes connections by itself says after how long.
  expect(response.headers.get('Keep-Alive')).toBeNull();
});
