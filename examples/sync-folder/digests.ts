import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** What was uploaded of a folder: the SHA-256 of each file, by its path. */
export class Digests {
  readonly #folder: string;
  readonly #byPath: Map<string, string>;

  private constructor(folder: string, byPath: Map<string, string>) {
    this.#folder = folder;
    this.#byPath = byPath;
  }

  /** Reads what an earlier run has kept. */
  static async read(folder: string): Promise<Digests> {
    const text = await readFile(join(folder, '.vitrine-sync.json'), 'utf8').catch(() => '{}');
    const kept: Record<string, string> = JSON.parse(text);
    return new Digests(folder, new Map(Object.entries(kept)));
  }

  /**
   * Whether a file is another one than was uploaded.
   *
   * @param uploadedBytes what the service has, which tells where nothing is known of an earlier run.
   */
  async hasChanged(file: string, uploadedBytes: number): Promise<boolean> {
    const bytes = await readFile(file);
    const known = this.#byPath.get(relative(this.#folder, file));
    return known === undefined ? bytes.byteLength !== uploadedBytes : known !== digestOf(bytes);
  }

  /** Notes that a file was uploaded as it is. */
  async remember(file: string): Promise<void> {
    this.#byPath.set(relative(this.#folder, file), digestOf(await readFile(file)));
  }

  /** Keeps what is known for the next run. */
  async write(): Promise<void> {
    const path = join(this.#folder, '.vitrine-sync.json');
    await writeFile(`${path}.new`, JSON.stringify(Object.fromEntries(this.#byPath), null, 2));
    await rename(`${path}.new`, path);
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
