import { digestUploadSecret } from '../../access/upload-secret.ts';
import type { CreateOutcome } from '../../catalogue/create-images.ts';
import { storeGrantedFile } from '../../catalogue/granted-upload.ts';
import { checkProduct } from '../../catalogue/products-by-guid.ts';
import type { FoundUploadGrant } from '../../catalogue/upload-grants.ts';
import type { Readers } from '../../http/cross-origin.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import type { IngestFault } from '../../ingest/faults.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { answerCreated, toNote } from './created-images.ts';
import type { V1Fault } from './faults.ts';
import { NO_PARAMETERS, readQuery } from './query.ts';
import { letIn, type V1Context } from './request-context.ts';
import { uploadBodyStep } from './upload-body.ts';

/** The secret of an upload URL, in its path. */
const UPLOAD_PATH = /^\/v1\/uploads\/([^/]+)$/;

/**
 * POST /v1/uploads/{secret}: stores one file on the product of an upload URL. The URL takes the place of a token.
 * Faults: upload-not-found, quota-exceeded, those of the form, and those of storing that are not of the file.
 */
export async function uploadFile(c: V1Context): Promise<Result<Response, V1Fault>> {
  const grant = await authorizeUpload(c);
  if (!grant.ok) return grant;
  const { ports, products } = c.get('service');
  const assigning = { products, nowMs: () => ports.nowMs() };
  const uploaded = await runWrite(c.req, {
    authorize: () => Promise.resolve(grant),
    ...uploadBodyStep(c.req.header('Content-Type'), grant.value.maxBytes),
    execute: ({ target, body, conditions }): Promise<Result<CreateOutcome, V1Fault>> =>
      storeGrantedFile(ports, assigning, target, body, { conditions, toNote }),
    answer: (outcome, target) => answerCreated(c, target, 1, outcome),
  });
  return uploaded.ok ? uploaded : answerFault(c, grant.value, uploaded.fault);
}

/**
 * Finds the grant of the URL, and lets its request in as one of the token that made it. Whatever has ended the grant, the
 * fault is the same. Faults: upload-not-found, quota-exceeded, parameters-invalid.
 */
async function authorizeUpload(c: V1Context): Promise<Result<FoundUploadGrant, V1Fault>> {
  const dead: V1Fault = { kind: 'upload-not-found' };
  const grant = await findGrant(c, c.req.param('secret') ?? '');
  // A repeat of the last request is to hear what came of it.
  const isOpen = grant !== undefined && (!grant.isUsedUp || c.req.header('Idempotency-Key') !== undefined);
  const isKnown = isOpen && isFromItsPages(c, grant) && checkProduct(grant.access.store, '', grant.ref, grant.head).ok;
  c.set('readers', isKnown ? readersOf(grant) : 'all');
  if (!isKnown) return fail(dead);
  const access = await letIn(c, grant.access, 'write');
  if (!access.ok) {
    if (access.fault.kind === 'quota-exceeded') return access;
    c.set('readers', 'all');
    return fail(dead);
  }
  const query = readQuery(c, NO_PARAMETERS);
  return query.ok ? ok({ ...grant, access: access.value }) : query;
}

/** Returns whether a request comes from a page of the grant's origin, or from no page. */
const isFromItsPages = (c: V1Context, { origin }: FoundUploadGrant): boolean => {
  const asking = c.req.header('Origin');
  return origin === undefined || asking === undefined || asking === origin;
};

/** Looks a secret up by its digest, so that the time that this takes says nothing about it. */
async function findGrant(c: V1Context, secret: string): Promise<FoundUploadGrant | undefined> {
  return await c.get('service').uploads.find(await digestUploadSecret(secret));
}

/** Returns whose pages may read the answers of an upload URL: of one that is dead all may, for it has nothing to tell. */
const readersOf = (grant: FoundUploadGrant | undefined): Readers =>
  grant?.origin === undefined ? 'all' : [grant.origin];

/** Returns the readers of the upload URL that a path is; undefined for another path. */
export async function readersOfUploadPath(c: V1Context): Promise<Readers | undefined> {
  const secret = UPLOAD_PATH.exec(c.req.path)?.[1];
  return secret === undefined ? undefined : readersOf(await findGrant(c, secret));
}

/** Whether it is the file alone that is wrong. */
function isOfFile(fault: V1Fault): fault is Extract<IngestFault, { readonly kind: FileFaultKind }> {
  return FILE_FAULTS.has(fault.kind);
}

type FileFaultKind = 'file-too-large' | 'picture-unsupported' | 'picture-corrupt' | 'picture-too-large';

const FILE_FAULTS: ReadonlySet<V1Fault['kind']> = new Set<FileFaultKind>([
  'file-too-large',
  'picture-unsupported',
  'picture-corrupt',
  'picture-too-large',
]);

/** Answers what is wrong with the file as the result of it, and everything else as a problem of the request. */
function answerFault(c: V1Context, grant: FoundUploadGrant, fault: V1Fault): Result<Response, V1Fault> {
  if (fault.kind === 'upload-not-found') c.set('readers', 'all');
  if (!isOfFile(fault)) return fail(fault);
  // A body that is too long is refused by its own length, which says nothing to whoever has the file.
  const said = fault.kind === 'file-too-large' ? { ...fault, maxBytes: grant.maxBytes } : fault;
  return answerCreated(c, grant, 1, { kind: 'all-refused', refused: [{ row: 0, fault: said }] });
}
