import { env } from 'cloudflare:workers';
import type { RenditionDeps } from '../../src/delivery/renditions.ts';
import { mendPicture } from '../../src/ingest/mend.ts';
import { withoutMetadata } from '../../src/ingest/without-metadata.ts';
import { Bucket } from '../../src/platform/bucket.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { wait } from '../../src/platform/timer.ts';
import { D1PictureIndex } from '../../src/storage/picture-index.ts';
import { D1RefusedOriginals } from '../../src/storage/refused-originals.ts';
import { images } from './images.ts';

/** What renditions are made with in the service, with other parts where a test brings them. */
export function renditionDeps(parts: Partial<RenditionDeps> = {}): RenditionDeps {
  const cost = noCost();
  const database = new Database(env.DB, cost);
  return {
    bucket: new Bucket(env.BUCKET, cost),
    index: new D1PictureIndex(database),
    refusedOriginals: new D1RefusedOriginals(database),
    mend: mendPicture,
    withoutMetadata,
    images,
    nowMs: Date.now,
    wait,
    cost,
    ...parts,
  };
}
