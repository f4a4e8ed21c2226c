/** What the service needs of Cloudflare's Images binding, which is one. */
export interface Images {
  /** Begins with a picture's bytes. */
  input(stream: ReadableStream<Uint8Array>): ImagesTransformer;
}

/** A picture that is being transformed. */
export interface ImagesTransformer {
  transform(transform: ImageTransform): ImagesTransformer;
  /** Makes the picture. Rejects with an error that has a numeric `code` where that cannot be done. */
  output(options: ImageOutputOptions): Promise<ImagesResult>;
}

/** A picture that was made. */
export interface ImagesResult {
  response(): Response;
  contentType(): string;
}

/**
 * The local Images service (scripts/local-images) as a binding, for laptops and tests: Miniflare's own stand-in leaves
 * out in silence most of what the hosted service does.
 *
 * @param url where the service is, with the secret in its path.
 */
export class LocalImages implements Images {
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  input(stream: ReadableStream<Uint8Array>): ImagesTransformer {
    const transforms: ImageTransform[] = [];
    const transformer: ImagesTransformer = {
      transform: (transform) => {
        transforms.push(transform);
        return transformer;
      },
      output: (options) => this.#make(stream, transforms, options),
    };
    return transformer;
  }

  async #make(
    stream: ReadableStream<Uint8Array>,
    transforms: readonly ImageTransform[],
    options: ImageOutputOptions,
  ): Promise<ImagesResult> {
    const url = new URL(this.#url);
    url.searchParams.set('transforms', JSON.stringify(transforms));
    url.searchParams.set('output', JSON.stringify(options));
    const response = await fetch(url, { method: 'POST', body: await new Response(stream).bytes() });
    if (response.status === 422) throw toError(await response.json());
    if (!response.ok) throw new Error(`The local Images service answered ${response.status}.`);
    return { response: () => response, contentType: () => response.headers.get('Content-Type') ?? '' };
  }
}

/** The error that the hosted service throws. */
function toError(answer: unknown): Error {
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : undefined;
  return Object.assign(new Error(`Images failed with ${String(code)}.`), { code });
}
