import type { CreateUploadUrlAnswer, CreateUploadUrlBody, UploadFileAnswer } from '../api-types.ts';
import { type FileSource, toMultipart } from '../multipart.ts';
import type { UploadOptions, VitrineOptions, WriteOptions } from '../options.ts';
import { Transport } from '../transport.ts';

/** Uploads from browsers, without a token. */
export class Uploads {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes a URL that a page may send files for one product to, with `uploadTo`. */
  async createUrl(grant: CreateUploadUrlBody, options: WriteOptions = {}): Promise<CreateUploadUrlAnswer> {
    const call = { method: 'POST', path: '/uploads', json: grant } as const;
    return (await this.#transport.send<CreateUploadUrlAnswer>(call, options)).body;
  }
}

/** What `uploadTo` takes. */
export interface UploadToOptions extends UploadOptions, Pick<VitrineOptions, 'fetch' | 'retries'> {
  /** The alternative text of the image. */
  readonly alt?: string | undefined;
  readonly fileName?: string | undefined;
}

/**
 * Sends a file to an upload URL. It needs no token, so it is for pages. The answer has one result: `image`, or
 * `problem` where the file is bad, which leaves the URL as it was.
 */
export async function uploadTo(
  uploadUrl: string,
  file: FileSource,
  options: UploadToOptions = {},
): Promise<UploadFileAnswer> {
  const { alt, fileName, fetch, retries, ...call } = options;
  const form = toMultipart([
    ...(alt === undefined ? [] : [{ name: 'alt', text: alt }]),
    { name: 'file', file, fileName },
  ]);
  const transport = new Transport({ url: uploadUrl, fetch, retries });
  return (await transport.send<UploadFileAnswer>({ method: 'POST', path: uploadUrl, form }, call)).body;
}
