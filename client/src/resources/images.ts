import type {
  CreateImagesAnswer,
  DeleteImagesAnswer,
  DeleteImagesBody,
  Image,
  UpdateImagesAnswer,
  UpdateImagesBody,
} from '../api-types.ts';
import { type FileSource, type Part, toMultipart } from '../multipart.ts';
import type { ConditionalOptions, Tagged, UploadOptions } from '../options.ts';
import type { Call, Transport } from '../transport.ts';
import type { ImageChange, NewImageFile, NewImageReference, ProductName } from '../types.ts';
import { productPath, segment, tagged } from './shared.ts';

/** More URLs than this are fetched by a job. */
const MOST_URLS_AT_ONCE = 20;

/** What methods take that answer with images. */
interface AnswerOptions extends ConditionalOptions {
  /** True: the answer has the version and no images, which costs the service less. */
  readonly minimal?: boolean | undefined;
}

/** The images of products. */
export class Images {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates up to 100 images, from files, or from URLs (20 of them at most) and media. The answer has a result for each,
   * in their order: a picture that is bad does not keep the others from being created, and is no exception.
   */
  async create(
    product: ProductName,
    images: readonly NewImageFile[] | readonly NewImageReference[],
    options: ConditionalOptions & UploadOptions = {},
  ): Promise<Tagged<CreateImagesAnswer>> {
    if (images.filter((image) => 'url' in image && image.url !== undefined).length > MOST_URLS_AT_ONCE) {
      throw new RangeError(`More than ${MOST_URLS_AT_ONCE} URLs become a job: use createLater.`);
    }
    const content = hasFiles(images) ? { form: toMultipart(partsOf(images)) } : { json: { images } };
    const call: Call = { method: 'POST', path: productPath(product, '/images'), ...content };
    return tagged(await this.#transport.send<CreateImagesAnswer>(call, options));
  }

  /** Has up to 100 images created by a job, which `jobs.wait` waits for. */
  async createLater(
    product: ProductName,
    images: readonly NewImageReference[],
    options: ConditionalOptions = {},
  ): Promise<{ readonly jobId: string }> {
    const path = productPath(product, '/images');
    const call: Call = { method: 'POST', path, json: { images }, prefer: 'respond-async' };
    return (await this.#transport.send<{ readonly jobId: string }>(call, options)).body;
  }

  /** Changes texts, main image and focal points of up to 250 images: all of them, or none. */
  async update(
    product: ProductName,
    images: readonly ImageChange[],
    options: AnswerOptions = {},
  ): Promise<Tagged<UpdateImagesAnswer>> {
    return await this.change(product, { images }, options);
  }

  /** Sets the order of a gallery: names all of its images. */
  async order(
    product: ProductName,
    ids: readonly number[],
    options: AnswerOptions = {},
  ): Promise<Tagged<UpdateImagesAnswer>> {
    return await this.change(product, { order: ids }, options);
  }

  /** Puts images before another one of their gallery, or last where `before` is null. */
  async move(
    product: ProductName,
    ids: readonly number[],
    { before, ...options }: AnswerOptions & { readonly before: number | null },
  ): Promise<Tagged<UpdateImagesAnswer>> {
    return await this.change(product, { move: { ids, before } }, options);
  }

  /** Does what `update`, `move` and `order` do, in one command: all of it, or nothing. */
  async change(
    product: ProductName,
    changes: UpdateImagesBody,
    { minimal = false, ...options }: AnswerOptions = {},
  ): Promise<Tagged<UpdateImagesAnswer>> {
    const prefer = minimal ? 'return=minimal' : undefined;
    const call: Call = { method: 'PATCH', path: productPath(product, '/images'), json: changes, prefer };
    return tagged(await this.#transport.send<UpdateImagesAnswer>(call, options));
  }

  /** Replaces the picture of an image, whose id, place and words stay. */
  async replaceFile(
    product: ProductName,
    imageId: number,
    source: { readonly file: FileSource; readonly fileName?: string | undefined } | { readonly url: string },
    options: ConditionalOptions & UploadOptions = {},
  ): Promise<Tagged<Image>> {
    const path = productPath(product, `/images/${segment(imageId)}/file`);
    const content = 'file' in source ? { form: toMultipart([filePart(source)]) } : { json: source };
    return tagged(await this.#transport.send<Image>({ method: 'PUT', path, ...content }, options));
  }

  /** Puts images into the trash: all of them, or none. With `clear`, variants that refer to them refer to none then. */
  async delete(
    product: ProductName,
    ids: number | readonly number[],
    { references, ...options }: ConditionalOptions & Pick<DeleteImagesBody, 'references'> = {},
  ): Promise<Tagged<DeleteImagesAnswer>> {
    const json: DeleteImagesBody = { ids: typeof ids === 'number' ? [ids] : ids, references };
    const call: Call = { method: 'POST', path: productPath(product, '/images/delete'), json };
    return tagged(await this.#transport.send<DeleteImagesAnswer>(call, options));
  }
}

const hasFiles = (images: readonly (NewImageFile | NewImageReference)[]): images is readonly NewImageFile[] =>
  images.some((image) => 'file' in image);

const filePart = ({ file, fileName }: Pick<NewImageFile, 'file' | 'fileName'>): Part => ({
  name: 'file',
  file,
  fileName,
});

function partsOf(images: readonly NewImageFile[]): readonly Part[] {
  const words = images.map(({ file: _file, fileName: _fileName, ...said }) => said);
  return [{ name: 'images', text: JSON.stringify(words) }, ...images.map(filePart)];
}
