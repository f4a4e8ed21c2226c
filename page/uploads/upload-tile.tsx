import type { JSX } from 'preact';
import type { Upload } from './upload.ts';

/** A file that is under way, where it was dropped. */
export function UploadTile({ upload }: { readonly upload: Upload }): JSX.Element {
  return (
    <li class="tile">
      <span class="tile-name">{upload.name}</span>
    </li>
  );
}
