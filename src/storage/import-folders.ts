import { importKey } from '../model/import-key.ts';
import type { ImportFolders } from '../catalogue/ports.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { MAX_FILE_BYTES } from '../ingest/limits.ts';
import type { RemoteFile } from '../ingest/fetch-remote.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Bucket } from '../platform/bucket.ts';

/** The import folders in R2 (BC2-17, BC2-18). */
export class R2ImportFolders implements ImportFolders {
  readonly #bucket: Bucket;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  async read(storeHash: string, path: string): Promise<Result<RemoteFile, IngestFault>> {
    const key = importKey(storeHash, path);
    if (key === undefined) return fail({ kind: 'import-missing', path });
    const object = await this.#bucket.get(key);
    if (object === null || !('body' in object)) return fail({ kind: 'import-missing', path });
    if (object.size > MAX_FILE_BYTES) {
      await object.body.cancel();
      return fail({ kind: 'file-too-large', maxBytes: MAX_FILE_BYTES });
    }
    const bytes = new Uint8Array(await object.arrayBuffer());
    return ok({ bytes, fileName: key.slice(key.lastIndexOf('/') + 1) });
  }
}
