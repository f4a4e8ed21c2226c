import { Vitrine } from 'vitrine-client';

/**
 * The service that this page belongs to. The session's cookie, which no script can read, stands for the token
 * (docs/contracts/vitrine.md, Access).
 */
export const vitrine = new Vitrine({ url: location.origin, retries: 2 });
