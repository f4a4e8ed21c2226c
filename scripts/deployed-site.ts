import { join } from 'node:path';
import { writeSite } from '../site/write-site.ts';
import { PROJECT_DIR } from './wrangler.ts';

/** Where wrangler.toml looks for the files of /docs. */
const SITE_DIR = join(PROJECT_DIR, 'dist', 'site');

/** Builds the site where wrangler.toml looks for it, unless it is there. @returns its folder. */
export async function writeDeployedSite(): Promise<string> {
  await writeSite(PROJECT_DIR, SITE_DIR);
  return SITE_DIR;
}
