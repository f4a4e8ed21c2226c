import { fail, ok, type Result } from '../platform/result.ts';
import type { CommandPorts, WriteConditions } from './commands.ts';
import { createImages, type CreateOutcome, type CreateRequest } from './create-images.ts';
import type { Fault } from './faults.ts';
import type { AssigningPorts } from './product-writes.ts';
import { ingestUpload, type UploadPorts } from './upload.ts';
import type { FoundUploadGrant } from './upload-grants.ts';

/** A file that came by an upload URL. */
export interface GrantedFile {
  readonly bytes: Uint8Array;
  readonly fileName: string | undefined;
  readonly alt: string;
}

/**
 * Stores a file that came by an upload URL as the last image of the gallery `shop` of the URL's product. The command
 * itself uses up one file of the URL, so that no more files are stored than it takes, however many come at once. Faults:
 * those of `ingestUpload` and `executeWrite`, upload-not-found.
 */
export async function storeGrantedFile(
  ports: CommandPorts & UploadPorts & { readonly pictures: CommandPorts['pictures'] & UploadPorts['pictures'] },
  assigning: AssigningPorts,
  grant: FoundUploadGrant,
  { alt: description, ...file }: GrantedFile,
  { conditions, toNote }: { readonly conditions: WriteConditions; readonly toNote: CreateRequest['toNote'] },
): Promise<Result<CreateOutcome, Fault>> {
  const { access, digest: uploadDigest, isUsedUp } = grant;
  const created = await createImages(ports, assigning, {
    target: grant,
    conditions,
    uploadDigest,
    plans: [{ gallery: 'shop', sortOrder: undefined, isThumbnail: undefined, description }],
    locksKey: false,
    load: async () => {
      // It was let in to hear what came of its first request; with a new key it stores nothing.
      if (isUsedUp) return [fail({ kind: 'upload-not-found' })];
      const accepted = { maxBytes: grant.maxBytes, formats: undefined };
      const upload = await ingestUpload(ports, access.store.hash, { kind: 'file', ...file }, accepted);
      return [upload.ok ? ok({ kind: 'upload', upload: upload.value } as const) : upload];
    },
    toNote,
  });
  if (!created.ok || created.value.kind === 'created') return created;
  const [refused] = created.value.refused;
  return refused === undefined ? created : fail(refused.fault);
}
