declare module 'node-bigcommerce' {
  import type { Agent } from 'node:https';

  export default class BigCommerce {
    constructor(config: {
      clientId: string;
      accessToken: string;
      storeHash: string;
      apiVersion?: 'v2' | 'v3';
      responseType?: 'json' | 'xml';
      agent?: Agent;
    });
    get(path: string): Promise<unknown>;
    post(path: string, data: object): Promise<unknown>;
    put(path: string, data: object): Promise<unknown>;
    delete(path: string): Promise<unknown>;
  }
}
