import type { Session, SetVariantsAnswer, SignUrlsAnswer } from './api-types.ts';
import type { CallOptions, ConditionalOptions, Tagged, VitrineOptions, WriteOptions } from './options.ts';
import { Events } from './resources/events.ts';
import { Images } from './resources/images.ts';
import { Jobs } from './resources/jobs.ts';
import { SigningKeys, Tokens } from './resources/keys.ts';
import { Library } from './resources/library.ts';
import { Products } from './resources/products.ts';
import { BrowserSession } from './resources/session.ts';
import { Sizes, StoreSettings } from './resources/settings.ts';
import { productPath, tagged } from './resources/shared.ts';
import { Trash } from './resources/trash.ts';
import { Uploads } from './resources/uploads.ts';
import { Webhooks } from './resources/webhooks.ts';
import { Transport } from './transport.ts';
import type { ProductName, UrlToSign, VariantChoice } from './types.ts';

/**
 * A client of Vitrine's API, for the store of its token or its session.
 *
 * Methods throw a VitrineProblem where the service refuses, and what `fetch` throws where it cannot be reached. What may
 * succeed when it is sent again is sent again, and changes nothing twice.
 */
export class Vitrine {
  readonly products: Products;
  readonly images: Images;
  readonly media: Library;
  readonly jobs: Jobs;
  readonly trash: Trash;
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly sizes: Sizes;
  readonly signingKeys: SigningKeys;
  readonly uploads: Uploads;
  readonly store: StoreSettings;
  readonly tokens: Tokens;
  readonly session: BrowserSession;
  /** The pictures of variants. */
  readonly variants: {
    /** Makes up to 250 variants show images of the product, or nothing: all of them, or none. */
    readonly set: (
      product: ProductName,
      variants: readonly VariantChoice[],
      options?: ConditionalOptions,
    ) => Promise<Tagged<SetVariantsAnswer>>;
  };
  readonly #transport: Transport;

  constructor(options: VitrineOptions) {
    const transport = new Transport(options);
    this.#transport = transport;
    this.products = new Products(transport);
    this.images = new Images(transport);
    this.media = new Library(transport);
    this.jobs = new Jobs(transport);
    this.trash = new Trash(transport);
    this.events = new Events(transport);
    this.webhooks = new Webhooks(transport);
    this.sizes = new Sizes(transport);
    this.signingKeys = new SigningKeys(transport);
    this.uploads = new Uploads(transport);
    this.store = new StoreSettings(transport);
    this.tokens = new Tokens(transport);
    this.session = new BrowserSession(transport);
    this.variants = {
      set: async (product, variants, call = {}) => {
        const path = productPath(product, '/variants');
        return tagged(await transport.send<SetVariantsAnswer>({ method: 'PUT', path, json: { variants } }, call));
      },
    };
  }

  /** Reads whose token or session it is, and what it may do. */
  async whoAmI(options: CallOptions = {}): Promise<Session> {
    return (await this.#transport.send<Session>({ method: 'GET', path: '/session' }, options)).body;
  }

  /** Has the service sign up to 250 URLs of pictures. `signUrl` does it without asking, with a key of the store. */
  async sign(
    urls: readonly UrlToSign[],
    { expiresIn, ...options }: WriteOptions & { /** In seconds, a year at most. */ readonly expiresIn: number },
  ): Promise<SignUrlsAnswer> {
    const call = { method: 'POST', path: '/sign', json: { urls, expiresIn } } as const;
    return (await this.#transport.send<SignUrlsAnswer>(call, options)).body;
  }
}
