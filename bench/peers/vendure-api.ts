import * as z from 'zod';

const assetSchema = z.object({ id: z.string(), preview: z.string() });
const createdAssetsSchema = z.object({ createAssets: z.array(assetSchema) });
const createdProductSchema = z.object({ createProduct: z.object({ id: z.string() }) });
const answerSchema = z.object({ data: z.unknown(), errors: z.optional(z.unknown()) });

/** How many files one request creates. */
const MAX_FILES = 50;

/** An asset of Vendure's. */
export type Asset = z.infer<typeof assetSchema>;

/** The GraphQL APIs of a Vendure, as its superadmin and as a shopper. */
export class VendureApi {
  readonly #origin: string;
  #token = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async signIn(): Promise<void> {
    const query = 'mutation { login(username: "superadmin", password: "of-the-bench") { __typename } }';
    const response = await this.#post('admin-api', JSON.stringify({ query }));
    await response.arrayBuffer();
    this.#token = response.headers.get('vendure-auth-token') ?? '';
  }

  /** Creates assets of files. */
  async createAssets(files: readonly Blob[]): Promise<readonly Asset[]> {
    const query =
      'mutation ($input: [CreateAssetInput!]!) { createAssets(input: $input) { ... on Asset { id preview } } }';
    const made: Asset[] = [];
    for (let from = 0; from < files.length; from += MAX_FILES) {
      const part = files.slice(from, from + MAX_FILES);
      const form = new FormData();
      form.append('operations', JSON.stringify({ query, variables: { input: part.map(() => ({ file: null })) } }));
      const map = part.map((_, index) => [String(index), [`variables.input.${index}.file`]]);
      form.append('map', JSON.stringify(Object.fromEntries(map)));
      for (const [index, file] of part.entries()) form.append(String(index), file, `picture-${from + index}.jpg`);
      made.push(...createdAssetsSchema.parse(await this.#data(form)).createAssets);
    }
    return made;
  }

  /** Creates a product with these assets. @returns its id. */
  async createProduct(assets: readonly Asset[]): Promise<string> {
    const query = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }';
    const input = {
      assetIds: assets.map(({ id }) => id),
      translations: [{ languageCode: 'en', name: 'Mug', slug: `mug-${assets.length}`, description: '' }],
    };
    const body = JSON.stringify({ query, variables: { input } });
    return createdProductSchema.parse(await this.#data(body)).createProduct.id;
  }

  /** Puts the assets of a product in an order. */
  async order(product: string, assetIds: readonly string[]): Promise<void> {
    const query = 'mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { id } }';
    await this.#data(JSON.stringify({ query, variables: { input: { id: product, assetIds } } }));
  }

  /** Returns the request for a product's assets, as a storefront makes it. */
  listRequest(product: string): RequestToSend {
    return this.#toSend('shop-api', `{ product(id: "${product}") { assets { id name preview source width height } } }`);
  }

  /** Returns the request for one asset. */
  assetRequest(id: string): RequestToSend {
    return this.#toSend('admin-api', `{ asset(id: "${id}") { id name preview source width height } }`);
  }

  #toSend(api: string, query: string): RequestToSend {
    return {
      url: `${this.#origin}/${api}`,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ query }),
    };
  }

  async #data(body: string | FormData): Promise<unknown> {
    const response = await this.#post('admin-api', body);
    const { data, errors } = answerSchema.parse(await response.json());
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  async #post(api: string, body: string | FormData): Promise<Response> {
    const headers = {
      ...(typeof body === 'string' ? { 'Content-Type': 'application/json' } : { 'Apollo-Require-Preflight': 'true' }),
      ...(this.#token === '' ? {} : { Authorization: `Bearer ${this.#token}` }),
    };
    return await fetch(`${this.#origin}/${api}`, { method: 'POST', headers, body });
  }
}

/** A request that is sent again and again. */
export interface RequestToSend {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
