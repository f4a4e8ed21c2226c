import type {
  CreateMediaBody,
  LibraryMedia,
  ListMediaQuery,
  ListMediaUsesQuery,
  MediaUse,
  UpdateMediaBody,
} from '../api-types.ts';
import { List } from '../list.ts';
import { type FileSource, type Part, toMultipart } from '../multipart.ts';
import type { CallOptions, UploadOptions, WriteOptions } from '../options.ts';
import type { Transport } from '../transport.ts';

/** A new file of the library. */
export type NewMedia = CreateMediaBody | (Omit<CreateMediaBody, 'url'> & { readonly file: FileSource });

/** The library: every file of the store, and where it is used. */
export class Library {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists the files of the library. */
  list(query: ListMediaQuery = {}, options: CallOptions = {}): List<LibraryMedia> {
    return new List(this.#transport, '/media', query, options);
  }

  /** Reads one file of the library. */
  async get(id: number, options: CallOptions = {}): Promise<LibraryMedia> {
    return (await this.#transport.send<LibraryMedia>({ method: 'GET', path: `/media/${id}` }, options)).body;
  }

  /** Puts a file into the library, from a file or a URL. */
  async create(media: NewMedia, options: UploadOptions = {}): Promise<LibraryMedia> {
    const content = 'file' in media ? { form: toMultipart(partsOf(media)) } : { json: media };
    return (await this.#transport.send<LibraryMedia>({ method: 'POST', path: '/media', ...content }, options)).body;
  }

  /** Changes name, folder and text of a file. Its URLs stay. */
  async update(id: number, changes: UpdateMediaBody, options: WriteOptions = {}): Promise<LibraryMedia> {
    const call = { method: 'PATCH', path: `/media/${id}`, json: changes } as const;
    return (await this.#transport.send<LibraryMedia>(call, options)).body;
  }

  /** Deletes a file that nothing shows. */
  async delete(id: number, options: WriteOptions = {}): Promise<void> {
    await this.#transport.send({ method: 'DELETE', path: `/media/${id}` }, options);
  }

  /** Lists the images and variants that show a file. */
  uses(id: number, query: ListMediaUsesQuery = {}, options: CallOptions = {}): List<MediaUse> {
    return new List(this.#transport, `/media/${id}/uses`, query, options);
  }
}

function partsOf({ file, fileName, folder, alt }: Extract<NewMedia, { readonly file: FileSource }>): readonly Part[] {
  const words = Object.entries({ fileName, folder, alt });
  return [
    ...words.flatMap(([name, text]) => (text === undefined ? [] : { name, text })),
    { name: 'file', file, fileName },
  ];
}
