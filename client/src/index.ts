export type * from './api-types.ts';
export { List, type Page } from './list.ts';
export type { FileSource } from './multipart.ts';
export type {
  CallOptions,
  ConditionalOptions,
  Tagged,
  UploadOptions,
  VitrineOptions,
  WriteOptions,
} from './options.ts';
export { VitrineProblem, wordOf } from './problem.ts';
export type { OnProgress, UploadProgress } from './progress.ts';
export type { NewMedia } from './resources/library.ts';
export { uploadTo, type UploadToOptions } from './resources/uploads.ts';
export { signUrl, type SigningOptions, type SigningSecret } from './sign-url.ts';
export { type Aspect, type Pictured, srcsetOf } from './srcset.ts';
export * from './types.ts';
export { Vitrine } from './vitrine.ts';
export { type HeadersLike, type VerifyOptions, verifyWebhook, WebhookError } from './webhook.ts';
