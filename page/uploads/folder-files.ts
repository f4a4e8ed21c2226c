import { claimsToBePicture } from './picture-kind.ts';

/** What was dropped or chosen. */
export interface AddedFiles<Each> {
  readonly files: readonly Each[];
  /** The names of files in folders that are no pictures. */
  readonly leftOut: readonly string[];
}

/** What of a file says where it belongs. */
interface NamedFile {
  readonly name: string;
  readonly type: string;
  /** Below the folder that was chosen; empty in one that was dropped, whose files come in their order. */
  readonly webkitRelativePath: string;
}

/** What systems put into folders, which nobody has put there. */
const OF_THE_SYSTEM = /^(?:\.|Thumbs\.db$|desktop\.ini$)/i;

/** Orders names as people count: `cup-2` before `cup-10`. */
export const byName = new Intl.Collator(undefined, { numeric: true });

/** Returns the pictures among the files of a folder, by name; what systems put there is passed over. */
export function ofFolder<Each extends NamedFile>(files: readonly Each[]): AddedFiles<Each> {
  const ours = files.filter(({ name }) => !OF_THE_SYSTEM.test(name));
  return {
    files: ours
      .filter(claimsToBePicture)
      .toSorted((a, b) => byName.compare(a.webkitRelativePath, b.webkitRelativePath)),
    leftOut: ours.filter((file) => !claimsToBePicture(file)).map(({ name }) => name),
  };
}
