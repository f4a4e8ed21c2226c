import { expect, it } from 'vitest';
import { originOf, pathnameOf, queryOf } from '../../src/platform/url-parts.ts';

it.each([
  'http://localhost:8787',
  'https://shop.example/a/b.json?x=/y#z',
  'https://shop.example/?x',
  'https://shop.example/#/fragment?',
  'https://shop.example?x=1',
  'http://[::1]:8787//a//b/',
  'https://name:word@shop.example:444/ä%20b/../c',
  'https://shop.example/a%3Fb%23c',
  'https://shop.example/a;b=c?d#e?f',
])('reads %s of a request as URL does', (text) => {
  const { url } = new Request(text.replace('name:word@', ''));
  const { origin, pathname, search } = new URL(url);
  expect([originOf(url), pathnameOf(url), queryOf(url)]).toEqual([origin, pathname, search.slice(1)]);
});
