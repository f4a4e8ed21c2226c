import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { MAX_FILE_BYTES } from '../../src/ingest/limits.ts';
import { importKey } from '../../src/model/import-key.ts';
import { runWrangler } from '../wrangler.ts';
import { literal, query, type Target } from './database.ts';

export interface ImportFolderOptions extends Target {
  readonly storeHash: string;
  /** A folder on this machine; what lies in it keeps its path. */
  readonly folder: string;
  /** Hears how far it has come. */
  readonly report: (progress: string) => void;
}

/** Files that one Wrangler call uploads: it starts once for all of them, and progress is still seen. */
const FILES_PER_CALL = 50;

interface UploadFile {
  readonly file: string;
  readonly key: string;
  readonly byteCount: number;
}

/**
 * Uploads a folder to a store's import folder, from where BigCommerce V2 creates images by path. Uploading again
 * replaces what has the same path. Files that no image could be made of are named and left out.
 */
export async function importFolder(options: ImportFolderOptions): Promise<string> {
  const { storeHash, report } = options;
  const [store] = await query(options, `SELECT 1 AS found FROM stores WHERE hash = ${literal(storeHash)}`);
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
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
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
  const scratch = await mkdtemp(join(tmpdir(), 'vitrine-import-'));
  try {
    const list = join(scratch, 'files.json');
    await writeFile(list, JSON.stringify(batch.map(({ key, file }) => ({ key, file }))));
    const where = remote ? ['--remote'] : ['--local', '--persist-to', stateDir];
    await runWrangler(['r2', 'bulk', 'put', 'vitrine', '--filename', list, ...where]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const megabytes = (byteCount: number): string => (byteCount / (1024 * 1024)).toFixed(1);
