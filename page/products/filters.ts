import type { ListProductsQuery } from 'vitrine-client';

/** What is wrong with a product's pictures, as the service has it. */
export type ProductProblem = NonNullable<ListProductsQuery['problem']>;

export const PRODUCT_PROBLEMS: readonly ProductProblem[] = ['no-image', 'no-alt', 'too-small', 'duplicate'];

/** Which products are shown. */
export interface Filters {
  readonly search: string;
  readonly problem: ProductProblem | undefined;
  /** A language of the store in which texts are missing. */
  readonly missingAlt: string | undefined;
  readonly order: 'id' | '-changedAt';
}

/** Reads the filters from the query of the address. What it does not know is left out. */
export function readFilters(query: string): Filters {
  const parameters = new URLSearchParams(query);
  return {
    search: parameters.get('search') ?? '',
    problem: PRODUCT_PROBLEMS.find((each) => each === parameters.get('problem')),
    missingAlt: parameters.get('missingAlt') ?? undefined,
    order: parameters.get('order') === 'id' ? 'id' : '-changedAt',
  };
}

/** Writes filters as a query of the address, those that are not the usual ones. */
export function writeFilters({ search, problem, missingAlt, order }: Filters): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search !== '') parameters.set('search', search);
  if (problem !== undefined) parameters.set('problem', problem);
  if (missingAlt !== undefined) parameters.set('missingAlt', missingAlt);
  if (order !== '-changedAt') parameters.set('order', order);
  return parameters;
}

/** Returns the filters as the service takes them. */
export const toQuery = ({ search, problem, missingAlt, order }: Filters): ListProductsQuery => ({
  search: search.trim() === '' ? undefined : search.trim(),
  problem,
  missingAlt,
  order,
});

/** Whether anything is left out of the list. */
export const isFiltered = ({ search, problem, missingAlt }: Filters): boolean =>
  search.trim() !== '' || problem !== undefined || missingAlt !== undefined;

/** Returns the number or the GUID that a search consists of: it names a product, whether or not it was ever seen. */
export function namedProduct({ search }: Filters): string | undefined {
  const text = search.trim();
  const isNumber = /^[1-9]\d{0,14}$/.test(text);
  const isGuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
  return isNumber || isGuid ? text : undefined;
}
