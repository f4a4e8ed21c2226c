import type { Command } from './command.ts';
import type { TextConflict } from './conflict.ts';

/** What the gallery tells the screen about, which puts it into words. */
export interface GalleryEvents {
  /** A command was refused: nothing of it was done, and it is not shown any more. */
  readonly onRefused: (error: unknown, command: Command) => void;
  /** Others have deleted some of the images of a command; it was done to the rest. */
  readonly onPartlyGone: (count: number) => void;
  /** Somebody else has changed the product, at these images; it is shown with both changes. */
  readonly onForeignChange: (imageIds: readonly number[]) => void;
  /** Somebody else has changed a text while it was edited here; theirs was kept. */
  readonly onTextConflict: (conflict: TextConflict) => void;
  /** A step was taken back, or done again. */
  readonly onStepped: (direction: 'undo' | 'redo', label: string) => void;
  /** A step was not taken back, because a file that is being added came in between. */
  readonly onStepLate: () => void;
  /** A step cannot be taken back, because somebody else has changed the product since. */
  readonly onStepLost: () => void;
}
