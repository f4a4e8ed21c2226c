import { createImages, type CreateOutcome, type CreateRequest } from '../../catalogue/create-images.ts';
import { loadSources, type WantedSource } from '../../catalogue/load-sources.ts';
import type { ProductTarget } from '../../catalogue/product-writes.ts';
import { type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import { isMultipart } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { AcceptedJobId } from '../../jobs/accept-job.ts';
import { answerCreated, toNote } from './created-images.ts';
import { answerDeferred, areDeferred, deferImages } from './defer-images.ts';
import type { V1Fault } from './faults.ts';
import { discardFiles, type ImageForm, imageFormStep } from './image-form.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { languageErrors, type NewImageBody, newImagesSchema, toPlan } from './new-image-body.ts';
import { authorizeProductWrite } from './product-access.ts';
import type { V1Context } from './request-context.ts';

/** What came of a request, and how many images it had. */
interface Created {
  readonly kind: 'created';
  readonly outcome: CreateOutcome;
  readonly count: number;
}

interface Deferred {
  readonly kind: 'deferred';
  readonly job: AcceptedJobId;
}

type Write<Body> = ParsedWrite<ProductTarget, Body>;

/**
 * POST /v1/products/{product}/images: creates images from files, URLs or media of the library, with a result for each.
 * All that are good are created in one command. What is much to fetch becomes a job.
 */
export async function createNewImages(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports } = c.get('service');
  const authorize = (): Promise<Result<ProductTarget, V1Fault>> => authorizeProductWrite(c);
  const answer = (created: Created | Deferred, target: ProductTarget): Result<Response, V1Fault> =>
    created.kind === 'deferred'
      ? ok(answerDeferred(c, created.job))
      : answerCreated(c, target, created.count, created.outcome);
  if (isMultipart(c.req.header('Content-Type'))) {
    const step = imageFormStep(ports, c.req.raw);
    return await runWrite(c.req, { authorize, ...step, execute: (write) => createFromForm(c, write), answer });
  }
  const step = jsonBodyStep(newImagesSchema);
  return await runWrite(c.req, { authorize, ...step, execute: (write) => createFromJson(c, write), answer });
}

async function createFromForm(c: V1Context, write: Write<ImageForm>): Promise<Result<Created, V1Fault>> {
  const { files, plans } = write.body;
  const wrong = languageErrors(plans, write.target.access.store.settings.languages, ['images']);
  if (wrong.length > 0) {
    await discardFiles(c.get('service').ports, files);
    return fail({ kind: 'body-invalid', errors: wrong });
  }
  const sources = files.map(({ stored }) =>
    stored.ok ? ok({ kind: 'upload', upload: stored.value } as const) : stored,
  );
  return await create(c, write, { plans: plans.map(toPlan), locksKey: false, load: () => Promise.resolve(sources) });
}

async function createFromJson(
  c: V1Context,
  write: Write<{ readonly images: readonly NewImageBody[] }>,
): Promise<Result<Created | Deferred, V1Fault>> {
  const { images } = write.body;
  const wrong = languageErrors(images, write.target.access.store.settings.languages, ['images']);
  if (wrong.length > 0) return fail({ kind: 'body-invalid', errors: wrong });
  if (areDeferred(c, images)) {
    const job = await deferImages(c, write);
    return job.ok ? ok({ kind: 'deferred', job: job.value }) : job;
  }
  const { store } = write.target.access;
  const wanted = images.map(toWanted);
  return await create(c, write, {
    plans: images.map(toPlan),
    locksKey: wanted.some(({ kind }) => kind === 'url'),
    load: () => loadSources(c.get('service').ports, store, wanted),
  });
}

/** The schema lets exactly one of the two through. */
const toWanted = ({ url = '', mediaId }: NewImageBody): WantedSource =>
  mediaId === undefined ? { kind: 'url', url } : { kind: 'media', mediaId };

async function create(
  c: V1Context,
  { target, conditions }: Write<unknown>,
  images: Pick<CreateRequest, 'plans' | 'locksKey' | 'load'>,
): Promise<Result<Created, V1Fault>> {
  const { ports, products } = c.get('service');
  const assigning = { products, nowMs: () => ports.nowMs() };
  const outcome = await createImages(ports, assigning, { target, conditions, ...images, toNote });
  return outcome.ok ? ok({ kind: 'created', outcome: outcome.value, count: images.plans.length }) : outcome;
}
