import type { Command } from '../gallery/commands.ts';
import type { CommandResult } from '../gallery/operation.ts';
import type { Upload } from '../model/media.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { type CommandPorts, executeWrite, type WriteConditions } from './commands.ts';
import type { Fault } from './faults.ts';
import { type AssigningPorts, knownProductId, productIdForStoring } from './product-writes.ts';
import { ingestUpload, type UploadPorts } from './upload.ts';
import type { FoundUploadGrant } from './upload-grants.ts';

/** A file that came by an upload URL. */
export interface GrantedFile {
  readonly bytes: Uint8Array;
  readonly fileName: string | undefined;
  readonly alt: string;
}

/** The image that was created, with the number of its product. */
export interface GrantedUpload {
  readonly productId: number;
  readonly executed: CommandResult;
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
  file: GrantedFile,
  conditions: WriteConditions,
): Promise<Result<GrantedUpload, Fault>> {
  const { access, digest } = grant;
  const ingest = async (): Promise<Result<Upload, Fault>> => {
    // It was let in to hear what came of its first request; with a new key it stores nothing.
    if (grant.isUsedUp) return fail({ kind: 'upload-not-found' });
    const accepted = { maxBytes: grant.maxBytes, formats: undefined };
    return await ingestUpload(ports, access.store.hash, { kind: 'file', ...file }, accepted);
  };
  const execute = async (
    productId: number,
    upload: () => Promise<Result<Upload, Fault>>,
  ): Promise<Result<GrantedUpload, Fault>> => {
    const request = { access, productId, ...conditions, uploadDigest: digest };
    const executed = await executeWrite(ports, request, async () => toCommand(await upload(), file.alt));
    return executed.ok ? ok({ productId, executed: executed.value }) : executed;
  };
  const known = knownProductId(grant);
  if (known !== undefined) return await execute(known, ingest);
  // A file that is refused leaves no product behind.
  const upload = await ingest();
  if (!upload.ok) return upload;
  return await execute(await productIdForStoring(assigning, grant), () => Promise.resolve(upload));
}

function toCommand(upload: Result<Upload, Fault>, description: string): Result<Command, Fault> {
  if (!upload.ok) return upload;
  const source = { kind: 'upload', upload: upload.value } as const;
  const image = { gallery: 'shop', sortOrder: undefined, isThumbnail: undefined, description, source } as const;
  return ok({ kind: 'create', images: [image] });
}
