import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import { type NewImageWords, Vitrine } from 'vitrine-client';
import { operator } from '../../support/operator.ts';

/** A store that one test file has to itself, with a token of each scope. */
export interface OwnStore {
  readonly hash: string;
  readonly admin: string;
  readonly write: string;
  readonly read: string;
  /** The service, as the admin. */
  readonly vitrine: Vitrine;
}

/** Makes a store on the shared service: settings, trash and lists of the others stay as they are. */
export async function makeStore(hash: string): Promise<OwnStore> {
  const service = { origin: inject('origin'), stateDir: inject('stateDir') };
  await operator(service, 'store', 'create', hash, '--name', `Store ${hash}`);
  const { text } = await operator(service, 'token', 'create', hash, '--scope', 'admin', '--label', 'Anna');
  const [admin] = /^\S{20,}$/m.exec(text) ?? [];
  if (admin === undefined) throw new Error(`No token was made: ${text}`);
  const vitrine = new Vitrine({ url: service.origin, token: admin });
  const { token: write } = await vitrine.tokens.create({ label: 'Willem', scope: 'write' });
  const { token: read } = await vitrine.tokens.create({ label: 'Rita', scope: 'read' });
  return { hash, admin, write, read, vitrine };
}

/** A sample and what is said of it. */
export type Sample = NewImageWords & { readonly sample: string };

/** Creates images of a product from samples. @returns their ids in their order. */
export async function seed(vitrine: Vitrine, product: number, samples: readonly Sample[]): Promise<readonly number[]> {
  const files = samples.map(({ sample, ...words }) => ({
    ...words,
    fileName: sample,
    file: new Blob([readFileSync(`samples/${sample}`)]),
  }));
  const { results } = await vitrine.images.create(product, files);
  return results.map((result) => {
    if (!('image' in result)) throw new Error(result.problem.detail);
    return result.image.id;
  });
}
