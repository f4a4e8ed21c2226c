import { type AddedFiles, byName, ofFolder } from './folder-files.ts';

/**
 * Reads what was dropped or pasted: files as they are, and of folders all pictures, in the order of their names. It must
 * be called while the event is dealt with; afterwards the browser gives nothing away any more.
 */
export async function readTransfer(data: DataTransfer): Promise<AddedFiles<File>> {
  const entries = [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const read = entries.map(async ({ entry, file }): Promise<AddedFiles<File>> => {
    if (entry !== null && isFolder(entry)) return ofFolder(await filesBelow(entry));
    return { files: file === null ? [] : [file], leftOut: [] };
  });
  const all = await Promise.all(read);
  return { files: all.flatMap(({ files }) => files), leftOut: all.flatMap(({ leftOut }) => leftOut) };
}

/** Browsers differ in how they call the classes of these. */
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const found = await Promise.all(
    (await entriesOf(folder)).map(async (entry) => {
      if (isFolder(entry)) return await filesBelow(entry);
      return isFile(entry) ? [await fileOf(entry)] : [];
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
