import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { pageParameters, toCursor, toWirePage } from '../../../src/dialects/v1/paging.ts';

const schema = z.strictObject(pageParameters(z.strictObject({ id: z.int() })));

describe('the parameters of a list', () => {
  it('are 50 rows from the first one where nothing is said [V1-11]', () => {
    expect(schema.parse({})).toEqual({ limit: 50 });
  });

  it.each(['1', '49', '250'])('take the limit %s [V1-11]', (limit) => {
    expect(schema.parse({ limit })).toEqual({ limit: Number(limit) });
  });

  it.each(['', '0', '-1', '01', '1.5', '251', '1000', 'x', '1e2'])(
    'refuse the limit "%s" by its name [V1-11]',
    (limit) => {
      const [issue] = schema.safeParse({ limit }).error?.issues ?? [];
      expect(issue).toMatchObject({ path: ['limit'], message: 'It is a whole number from 1 to 250.' });
    },
  );

  it('take a cursor that a page has given [V1-11]', () => {
    const cursor = toCursor({ id: 12 });
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(schema.parse({ cursor })).toEqual({ limit: 50, cursor: { id: 12 } });
  });

  it.each([
    '',
    '!',
    'AAAA',
    toCursor({ id: 'twelve' }),
    toCursor({ id: 1, other: 2 }),
    toCursor([]),
    'e30='.repeat(1000),
    btoa('{"id":1'),
  ])('refuse the cursor "%s" by its name [V1-11]', (cursor) => {
    const issues = schema.safeParse({ cursor }).error?.issues ?? [];
    expect(issues).toMatchObject([{ path: ['cursor'], message: 'It is not a cursor of this list.' }]);
    expect(issues).toHaveLength(1);
  });
});

describe('a page', () => {
  const toPage = (rows: readonly number[], size: number) => toWirePage(rows, size, String, (id) => ({ id }));

  it('has the cursor of its last row where there are more [V1-11]', () => {
    expect(toPage([3, 5, 8], 2)).toEqual({ items: ['3', '5'], next: toCursor({ id: 5 }) });
  });

  it.each([[[3, 5]], [[3]], [[]]])('of %j is the last one [V1-11]', (rows) => {
    expect(toPage(rows, 2)).toEqual({ items: rows.map(String), next: null });
  });
});
