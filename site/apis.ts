/** An API that has a page of the reference. */
export interface Api {
  readonly id: 'v1' | 'bigcommerce-v3' | 'bigcommerce-v2' | 'shoptet' | 'store';
  /** Its name in the navigation. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly summary: string;
}

/** All five, in the order of the navigation. */
export const APIS: readonly Api[] = [
  { id: 'v1', name: 'Vitrine /v1', summary: 'The own API: the one to build on today.' },
  { id: 'bigcommerce-v3', name: 'BigCommerce V3', summary: 'Product and variant images of the catalog API.' },
  { id: 'bigcommerce-v2', name: 'BigCommerce V2', summary: 'The API that BigCommerce switched off, in JSON and XML.' },
  { id: 'shoptet', name: 'Shoptet', summary: 'Product galleries, jobs and webhooks.' },
  { id: 'store', name: 'Store API', summary: 'Version 1.3: product images and the media library.' },
];
