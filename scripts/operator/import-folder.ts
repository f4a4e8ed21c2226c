import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { MAX_FILE_BYTES } from '../../src/ingest/limits.ts';
import { importKey } from '../../src/model/import-key.ts';
import { runWrangler } from '../wrangler.ts';
import { remoteArgs } from '../deploy/paths.ts';
import { UsageError } from './arguments.ts';
import { putLocally } from './local-bucket.ts';
import { sqlLiteral, query, type Target } from './database.ts';

/** What to upload, where to, and how to report the progress. */
export interface ImportFolderOptions extends Target {
  readonly storeHash: string;
  /** A folder on this machine; its files keep their paths within it. */
  readonly folder: string;
  /** Called with a line of text after every batch, and for every file that is left out. */
  readonly report: (progress: string) => void;
}

/** How many files one call of Wrangler uploads: enough to save starts, few enough to report progress. */
const FILES_PER_CALL = 50;

interface UploadFile {
  readonly file: string;
  readonly key: string;
  readonly byteCount: number;
}

/**
 * Uploads a folder to a store's import folder, from which BigCommerce V2 creates images by path. Files with the same
 * path are replaced. Files that are too large or have an impossible name are reported and left out.
 *
 * @returns a sentence with the number of files.
 */
export async function importFolder(options: ImportFolderOptions): Promise<string> {
  const { storeHash, report } = options;
  const [store] = await query(options, `SELECT 1 AS found FROM stores WHERE hash = ${sqlLiteral(storeHash)}`);
  if (store === undefined) throw new Error(`There is no store ${storeHash}.`);
  const { files, leftOut } = await findFiles(resolve(options.folder), storeHash);
  for (const line of leftOut) report(`left out: ${line}`);
  const totalBytes = files.reduce((sum, { byteCount }) => sum + byteCount, 0);
  let doneBytes = 0;
  for (let from = 0; from < files.length; from += FILES_PER_CALL) {
    const batch = files.slice(from, from + FILES_PER_CALL);
    await upload(options, batch);
    doneBytes += batch.reduce((sum, { byteCount }) => sum + byteCount, 0);
    report(`${from + batch.length} of ${files.length} files, ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB`);
  }
  return `${files.length} files are in the import folder of ${storeHash}; ${leftOut.length} were left out.`;
}

async function findFiles(folder: string, storeHash: string): Promise<{ files: UploadFile[]; leftOut: string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new UsageError(`There is no folder ${folder} that can be read.`, { cause: error });
  });
  const files: UploadFile[] = [];
  const leftOut: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    const byteCount = entry.isFile() ? (await stat(file)).size : 0;
    const key = importKey(storeHash, path);
    if (!entry.isFile()) leftOut.push(`${path} (no plain file)`);
    else if (byteCount > MAX_FILE_BYTES) leftOut.push(`${path} (${megabytes(byteCount)} MB; 8 MB are allowed)`);
    else if (key === undefined) leftOut.push(`${path} (a name that the import folder cannot have)`);
    else files.push({ file, key, byteCount });
  }
  return { files: files.toSorted((a, b) => (a.key < b.key ? -1 : 1)), leftOut };
}

async function upload({ remote, stateDir }: Target, batch: readonly UploadFile[]): Promise<void> {
  if (remote) await uploadRemotely(batch);
  else await putLocally(stateDir, batch);
}

async function uploadRemotely(batch: readonly UploadFile[]): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'vitrine-import-'));
  try {
    const list = join(scratch, 'files.json');
    await writeFile(list, JSON.stringify(batch.map(({ key, file }) => ({ key, file }))));
    await runWrangler(['r2', 'bulk', 'put', 'vitrine', '--filename', list, ...remoteArgs()]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const megabytes = (byteCount: number): string => (byteCount / (1024 * 1024)).toFixed(1);
