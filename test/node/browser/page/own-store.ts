import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import { type NewImageWords, Vitrine } from 'vitrine-client';
import { operator } from '../../support/operator.ts';

/** A store of a test's own, whose settings are nobody else's. */
export interface OwnStore {
  readonly vitrine: Vitrine;
  /** Of the scope admin. */
  readonly token: string;
  readonly readToken: string;
}

/** Makes a store. */
export async function newStore(hash: string): Promise<OwnStore> {
  const service = { origin: inject('origin'), stateDir: inject('stateDir') };
  const made = await operator(service, 'store', 'create', hash);
  if (made.code !== 0) throw new Error(made.text);
  const tokenOf = async (scope: string): Promise<string> => {
    const { text } = await operator(service, 'token', 'create', hash, '--scope', scope);
    return text.trim().split('\n').at(-1) ?? '';
  };
  const token = await tokenOf('admin');
  return { token, readToken: await tokenOf('read'), vitrine: new Vitrine({ url: service.origin, token }) };
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
