import * as z from 'zod';
import { CUTS } from '../../src/delivery/cut-path.ts';
import type { WireImage } from '../../src/dialects/shoptet/image.ts';
import { JOB_STATUSES } from '../../src/jobs/job.ts';
import { JOB_FINISHED } from '../../src/jobs/webhooks.ts';
import { date } from './envelope.ts';

/** An image of a gallery. */
export const image = z
  .strictObject({
    name: z.string().describe('The name of the image, by which it is changed and deleted.'),
    priority: z.int().describe('From 1 to 65535; images are shown in ascending order.'),
    description: z.string().nullable(),
    changeTime: date,
    seoName: z.string().describe('The name in URLs, to be put after the `urlPath` of a cut.'),
    cdnName: z.string().describe('The same with what makes caches forget the picture before.'),
    signedCdnNames: z.array(z.strictObject({ type: z.enum(CUTS), name: z.string() })),
    isMainImage: z.boolean(),
    gallery: z.enum(['shop', 'shop360']),
  })
  .meta({ id: 'Image', description: 'An image of a gallery.' }) satisfies z.ZodType<WireImage>;

export const images = z.strictObject({ images: z.array(image) });

export const product = z.strictObject({
  guid: z.string(),
  variants: z.array(
    z.strictObject({
      code: z.string(),
      image: z.string().nullable().describe('The name of the image that it refers to.'),
    }),
  ),
  images: z.array(image).exactOptional().describe('Only with `include=images`.'),
});

const JOB_MEMBERS = {
  jobId: z.string(),
  endpoint: z.string().describe('The path that the request called.'),
  creationTime: date,
  completionTime: date.nullable(),
  status: z.enum(JOB_STATUSES),
  validUntil: date.nullable().describe('Until when the result can be read.'),
  language: z.string(),
};

const jobRow = z.strictObject(JOB_MEMBERS).meta({ id: 'JobRow', description: 'A job in a list.' });

export const job = z
  .strictObject({
    ...JOB_MEMBERS,
    duration: z.string().nullable().describe('In seconds.'),
    resultUrl: z.url().nullable(),
    log: z.string().describe('How many images wait, are done and have failed.'),
  })
  .meta({ id: 'Job', description: 'A job.' });

const paginator = z
  .strictObject({
    totalCount: z.int(),
    page: z.int(),
    pageCount: z.int(),
    itemsOnPage: z.int(),
    itemsPerPage: z.int(),
  })
  .meta({ id: 'Paginator' });

export const jobs = z.strictObject({ jobs: z.array(jobRow), paginator });
export const accepted = z.strictObject({ jobId: z.string() });

export const webhook = z
  .strictObject({
    id: z.int(),
    event: z.literal(JOB_FINISHED),
    url: z.string(),
    created: date,
    updated: date,
    sendPayload: z.string().nullable(),
  })
  .meta({ id: 'Webhook', description: 'A URL that is called when a job has ended.' });

export const webhooks = z.strictObject({ webhooks: z.array(webhook) });
export const webhookPage = z.strictObject({ webhooks: z.array(webhook), paginator });

export const eshop = z.strictObject({
  imageCuts: z
    .array(
      z.strictObject({
        name: z.enum(CUTS),
        width: z.int().nullable(),
        height: z.int().nullable(),
        urlPath: z.url(),
        cdnPath: z.url(),
      }),
    )
    .exactOptional()
    .describe('Only with `include=imageCuts`.'),
});
