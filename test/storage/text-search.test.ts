import { describe, expect, it } from 'vitest';
import { MAX_SEARCH_CHARACTERS } from '../../src/catalogue/library-reads.ts';
import { anyTextContains } from '../../src/storage/text-search.ts';
import { rows } from './sql.ts';

/** Whether a text is found by a search, as the database sees it. */
async function finds(search: string, text: string): Promise<boolean> {
  const values = [text];
  const condition = anyTextContains('SELECT ?1 AS words', search, (value) => `?${values.push(String(value))}`);
  const [row] = await rows(`SELECT ${condition} AS is_found`, ...values);
  return row?.['is_found'] === 1;
}

describe('a text is found by a part of it', () => {
  it.each([
    ['cup', 'A CUP.jpg'],
    ['A CUP', 'a cup'],
    ['žluťoučký', 'ŽLUŤOUČKÝ kůň'],
    ['ŽLUŤOUČKÝ', 'žluťoučký kůň'],
    ['Кружка', 'синяя КРУЖКА'],
    ['ΣΟΦΙΑ', 'σοφια'],
    ['straße', 'Straße 1'],
    ['İ', 'İstanbul'],
    ['🍵 čaj', 'zelený 🍵 ČAJ'],
    ['100%', '100% wool'],
    ['café', 'Cafe\u0301.jpg'],
    ['CAFE\u0301', 'café.jpg'],
    ['\u00c9', 'e\u0301t\u00e9'],
    ['a_b', 'A_B'],
    ['*[x]?', 'it is *[X]?'],
    [`'"`, `'"`],
  ])('%j in %j [V1-77]', async (search, text) => {
    expect(await finds(search, text)).toBe(true);
  });

  it.each([
    ['cups', 'a cup'],
    ['a_b', 'axb'],
    ['%', 'wool'],
    ['*', 'wool'],
    ['č', 'cup'],
    ['ss', 'Straße'],
  ])('but not %j in %j [V1-77]', async (search, text) => {
    expect(await finds(search, text)).toBe(false);
  });

  it('also where it has as many letters of other alphabets as a search may have [V1-77]', async () => {
    const letters = Array.from({ length: MAX_SEARCH_CHARACTERS }, (_, index) => String.fromCodePoint(0x10400 + index));
    const cherokee = Array.from({ length: MAX_SEARCH_CHARACTERS }, (_, index) => String.fromCodePoint(0x13a0 + index));
    for (const search of [letters.join(''), cherokee.join('')]) {
      expect(await finds(search, `${search.toUpperCase()}.jpg`)).toBe(true);
      expect(await finds(search, `${search.toLowerCase()}.jpg`)).toBe(true);
    }
  });
});
