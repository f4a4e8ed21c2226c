import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/model/settings.ts';

const languagesOf = (languages?: unknown): readonly string[] => parseSettings(JSON.stringify({ languages })).languages;

describe('the languages of a store', () => {
  it('are English where none are named [V1-92]', () => {
    expect(languagesOf()).toEqual(['en']);
  });

  it.each([[['cs']], [['en', 'pt-BR', 'zh-Hant-TW', 'de-CH-1996']], [['en', 'und', 'en-x-home']]])(
    'may be %j [V1-92]',
    (languages) => {
      expect(languagesOf(languages)).toEqual(languages);
    },
  );

  it.each([
    [[]],
    [['EN']],
    [['en_US']],
    [['en-us']],
    [['iw']],
    [['']],
    [['e']],
    [['en', 'en']],
    ['en'],
    [['en', `x-${'abcdefgh-'.repeat(4)}a`]],
    [Array.from({ length: 21 }, (_, index) => `en-x-a${index}`)],
  ])('may not be %j [V1-92]', (languages) => {
    expect(() => languagesOf(languages)).toThrow(/language/);
  });
});
