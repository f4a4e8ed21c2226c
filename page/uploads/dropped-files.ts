import { claimsToBePicture } from './picture-kind.ts';

/** What was dropped or chosen. */
export interface AddedFiles {
  readonly files: readonly File[];
  /** The names of files in folders that are no pictures. */
  readonly leftOut: readonly string[];
}

/** What systems put into folders, which nobody has put there. */
const OF_THE_SYSTEM = /^(?:\.|Thumbs\.db$|desktop\.ini$)/i;

const byName = new Intl.Collator(undefined, { numeric: true });

/**
 * Reads what was dropped or pasted: files as they are, and of folders all pictures, in the order of their names. It must
 * be called while the event is dealt with; afterwards the browser gives nothing away any more.
 */
export async function readTransfer(data: DataTransfer): Promise<AddedFiles> {
  const entries = [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const read = entries.map(async ({ entry, file }): Promise<AddedFiles> => {
    if (entry instanceof FileSystemDirectoryEntry) return ofFolder(await filesBelow(entry));
    return { files: file === null ? [] : [file], leftOut: [] };
  });
  const all = await Promise.all(read);
  return { files: all.flatMap(({ files }) => files), leftOut: all.flatMap(({ leftOut }) => leftOut) };
}

/** Returns the pictures among the files of a folder; what systems put there is passed over. */
export function ofFolder(files: readonly File[]): AddedFiles {
  const ours = files.filter(({ name }) => !OF_THE_SYSTEM.test(name));
  const pathOf = (file: File): string => file.webkitRelativePath || file.name;
  return {
    files: ours.filter(claimsToBePicture).toSorted((a, b) => byName.compare(pathOf(a), pathOf(b))),
    leftOut: ours.filter((file) => !claimsToBePicture(file)).map(({ name }) => name),
  };
}

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const found = await Promise.all(
    (await entriesOf(folder)).map(async (entry) => {
      if (entry instanceof FileSystemDirectoryEntry) return await filesBelow(entry);
      return entry instanceof FileSystemFileEntry ? [await fileOf(entry)] : [];
    }),
  );
  return found.flat();
}

/** A reader gives a hundred at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.toSorted((a, b) => byName.compare(a.name, b.name));
    all.push(...some);
  }
}

const fileOf = async (entry: FileSystemFileEntry): Promise<File> =>
  await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
