import { bigcommerceV2 } from './bigcommerce-v2/api.ts';
import { bigcommerceV3 } from './bigcommerce-v3/api.ts';
import type { Api, ApiId } from './description.ts';
import { shoptet } from './shoptet/api.ts';
import { store } from './store/api.ts';
import { v1 } from './v1/api.ts';

/** The five APIs. */
export const APIS: Readonly<Record<ApiId, Api>> = {
  v1,
  'bigcommerce-v3': bigcommerceV3,
  'bigcommerce-v2': bigcommerceV2,
  shoptet,
  store,
};
