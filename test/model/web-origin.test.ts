import { expect, it } from 'vitest';
import { parseSettings } from '../../src/model/settings.ts';
import { isWebOrigin } from '../../src/model/web-origin.ts';

const parse = (origins: unknown) => () => parseSettings(JSON.stringify({ origins }));

it.each([
  'https://shop.example',
  'http://localhost:3000',
  'https://xn--bcher-kva.example:8443',
  'http://127.0.0.1:8080',
  'http://[::1]:3000',
])('%s is an origin [V1-59]', (text) => {
  expect(isWebOrigin(text)).toBe(true);
});

it.each([
  'shop.example',
  'https://shop.example/',
  'https://shop.example/path',
  'https://shop.example?',
  'https://shop.example#',
  'https://Shop.example',
  'HTTPS://shop.example',
  'https://shop.example:443',
  'http://shop.example:80',
  'http://shop.example:99999',
  'http://shop.example:080',
  'https://user@shop.example',
  'https://*.shop.example',
  'https://bücher.example',
  'http://127.1',
  'ftp://shop.example',
  'null',
  '*',
  '',
  ' https://shop.example',
  `https://${'a.'.repeat(200)}example`,
])('"%s" is none, and no setting [V1-59]', (text) => {
  expect(isWebOrigin(text)).toBe(false);
  expect(parse([text])).toThrow(/web origin/);
});

it('a store names none, or 50 at most [V1-59]', () => {
  const some = (count: number) => Array.from({ length: count }, (_, index) => `https://shop${index}.example`);
  expect(parseSettings('{}').origins).toEqual([]);
  expect(parse(some(50))().origins).toHaveLength(50);
  expect(parse(some(51))).toThrow(/50/);
  expect(parse('https://shop.example')).toThrow(/origins/);
});
