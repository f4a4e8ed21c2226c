import { Vitrine } from 'vitrine-client';

/**
 * The service that this page belongs to. The session's cookie, which no script can read, stands for the token
 * (docs/contracts/vitrine.md, Access).
 */
export const vitrine = new Vitrine({ url: location.origin, retries: 2, store: () => shownStore });

/** The hash of the store that this page shows. */
let shownStore: string | undefined;

/**
 * Notes which store this page shows. It never becomes another one: all tabs share one session, and what was done for one
 * store must not be done to another.
 *
 * @returns whether it is the one that is shown; where not, the page has to be loaded anew.
 */
export function showStore(hash: string): boolean {
  shownStore ??= hash;
  return shownStore === hash;
}
