import { isUnderWay, type Upload, type UploadState } from './upload.ts';

/** What has become of the files since nothing was under way. */
export interface UploadCounts {
  readonly total: number;
  readonly added: number;
  readonly failed: number;
  readonly asking: number;
  /** Those that have not begun. */
  readonly waiting: number;
  /** Those that go on without anybody's help, the waiting ones included. */
  readonly underWay: number;
}

/** Counts files. @param added how many are images by now; those of `uploads` that are do not count again. */
export function countUploads(uploads: readonly Upload[], added: number): UploadCounts {
  const left = uploads.filter(({ created }) => created.value === undefined);
  const count = (kind: UploadState['kind']): number => left.filter(({ state }) => state.value.kind === kind).length;
  return {
    total: added + left.length,
    added,
    failed: count('failed'),
    asking: count('asking'),
    waiting: count('waiting'),
    underWay: left.filter(isUnderWay).length,
  };
}
