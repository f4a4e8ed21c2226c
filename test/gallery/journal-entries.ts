import type { JournalEntry } from '../../src/gallery/journal-entry.ts';

/** What the journal says of a command of which a test has made up the changes. */
export const NO_ENTRY: JournalEntry = {
  type: 'images.updated',
  facts: {},
  textIds: [],
  fileIds: [],
  focalIds: [],
  variants: [],
};
