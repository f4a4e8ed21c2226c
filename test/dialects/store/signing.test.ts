import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { checkSignedCall, extendedExpiry } from '../../../src/dialects/store/signing/signed-call.ts';
import { isFingerprintOf, type SignedMessage } from '../../../src/dialects/store/signing/fingerprint.ts';
import { phpFloat, phpSerialize } from '../../../src/dialects/store/signing/php-serialize.ts';
import { parsePhpQuery, textParameters } from '../../../src/dialects/store/signing/php-query.ts';
import { stripTags } from '../../../src/dialects/store/signing/strip-tags.ts';
import { canonicalize, utf8ByteLength } from '../../../src/dialects/store/signing/canonicalize.ts';

const serialized = (fields: object): string => phpSerialize(canonicalize(fields), utf8ByteLength);

/** The vectors of docs/contracts/store.md (ST-39). */
const SECRETS = { privateKey: 'example_private_key', secret: 'example_secret' };
const SERVER_SIGNATURE = 'ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba987654321098';
const TIMESTAMP = '2026-09-25T10:15:00Z';
const NOW_MS = Date.parse(TIMESTAMP);

const message = (fields: object, route = '/v1.3/products/7/images'): SignedMessage => ({
  timestamp: TIMESTAMP,
  route,
  fields,
  serverSignature: SERVER_SIGNATURE,
});

describe('fingerprint', () => {
  const create = { media_id: 5, alt_text: 'Front', sort_order: 10 };
  const createPrint = 'a282b66057daab1d2ca99ac35c0791c98b1d9e0d40ffd99cce79cd9d39aaac9d';

  it.each([
    ['POST', create, createPrint],
    [
      'PUT',
      { '0': { id: 1, sort_order: 2 }, '1': { id: 2, sort_order: 1 } },
      '9a1ec9c995d10a1da743caaa0c377770990de32e1576f421ed382c9ce04683b0',
    ],
  ])('holds for the vector of %s [ST-39]', async (_method, fields, fingerprint) => {
    expect(await isFingerprintOf(fingerprint, SECRETS, message(fields))).toBe(true);
    expect(await isFingerprintOf(fingerprint.toUpperCase(), SECRETS, message(fields))).toBe(true);
  });

  it('does not hold for anything else [ST-41]', async () => {
    const others: SignedMessage[] = [
      message({ ...create, sort_order: 11 }),
      message(create, '/v1.3/products/8/images'),
      message(create, '/v1.3/products/7/images/'),
      { ...message(create), timestamp: '2026-09-25T10:15:01Z' },
      { ...message(create), serverSignature: '' },
    ];
    for (const other of others) expect(await isFingerprintOf(createPrint, SECRETS, other)).toBe(false);
    for (const print of ['', 'x', createPrint.slice(1), `${createPrint}0`, 'g'.repeat(64)]) {
      expect(await isFingerprintOf(print, SECRETS, message(create))).toBe(false);
    }
    expect(await isFingerprintOf(createPrint, { ...SECRETS, secret: 'other' }, message(create))).toBe(false);
  });

  it('signs the same fields in any order, and without the keys that sign them [ST-40]', async () => {
    const shuffled = {
      sort_order: '10',
      sid: 'x',
      signature: 'y',
      alt_text: ' <b>Front</b> ',
      route: '/',
      media_id: 5.0,
    };
    expect(await isFingerprintOf(createPrint, SECRETS, message(shuffled))).toBe(true);
  });
});

describe('tidying', () => {
  it.each([
    [{ a: true, b: false, c: null, d: 1.5 }, 'a:4:{s:1:"a";s:1:"1";s:1:"b";s:0:"";s:1:"c";s:0:"";s:1:"d";s:3:"1.5";}'],
    [{ a: ' x \n\t y ' }, 'a:1:{s:1:"a";s:3:"x y";}'],
    [{ a: 'x<br/>y', b: '<script>alert(1)</script>' }, 'a:2:{s:1:"a";s:2:"xy";s:1:"b";s:8:"alert(1)";}'],
    [{ z: '1', '7': 'n', a: '2', '9': 'm' }, 'a:4:{i:0;s:1:"n";i:1;s:1:"m";s:1:"a";s:1:"2";s:1:"z";s:1:"1";}'],
    [[['x'], {}], 'a:2:{i:0;a:1:{i:0;s:1:"x";}i:1;a:0:{}}'],
    [{ a: 'ß' }, 'a:1:{s:1:"a";s:2:"ß";}'],
    [{ a: 'x'.repeat(1000), b: 'x'.repeat(1001) }, `a:1:{s:1:"a";s:1000:"${'x'.repeat(1000)}";}`],
    [{ a: `${'é'.repeat(500)}x` }, 'a:0:{}'],
    [{ a: `x${' '.repeat(2000)}` }, 'a:1:{s:1:"a";s:1:"x";}'],
    [{}, 'a:0:{}'],
    [{ '007': 'x', '-1': 'y' }, 'a:2:{s:2:"-1";s:1:"y";s:3:"007";s:1:"x";}'],
  ])('of %j [ST-40]', (fields, expected) => {
    expect(serialized(fields)).toBe(expected);
  });

  it('survives any JSON, however deep', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 6 }), (fields) => {
        expect(serialized(fields)).toMatch(/^a:\d+:\{/);
      }),
    );
    let deep: object = {};
    for (let level = 0; level < 100_000; level += 1) deep = { a: deep };
    expect(serialized(deep).length).toBeLessThan(1000);
  });
});

describe('a float has PHP’s 14 digits:', () => {
  it.each([
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.33333333333333'],
    [1e25, '1.0E+25'],
    [1.5e-7, '1.5E-7'],
    [0.0001, '0.0001'],
    [0.00001, '1.0E-5'],
    [1.23456789012345e17, '1.2345678901234E+17'],
    [1e15, '1.0E+15'],
    [-2.5, '-2.5'],
    [12345678.9, '12345678.9'],
  ])('%d is %s [ST-40]', (value, text) => {
    expect(phpFloat(value)).toBe(text);
  });
});

describe('strip_tags', () => {
  it.each([
    ['plain', 'plain'],
    ['<p>Hello <b>world</b></p>', 'Hello world'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['1<2', '1'],
    ['a <b c', 'a '],
    ['<a href="x>y">z</a>', 'z'],
    ["<a title='>'>z</a>", 'z'],
    ['x<!-- a <b> c -->y', 'xy'],
    ['x<!-- a > b -->y', 'xy'],
    ['<?php echo "?>"; ?>z', 'z'],
    ['<!DOCTYPE html>z', 'z'],
    ['<<b>>x', 'x'],
    ['a<', 'a'],
    ['a< b', 'a< b'],
    ['<br>line<br/>', 'line'],
    ['&lt;b&gt;', '&lt;b&gt;'],
    ['nul\0l', 'null'],
    ['"quoted" <i>it\'s</i>', '"quoted" it\'s'],
  ])('%j leaves %j [ST-40]', (text, kept) => {
    expect(stripTags(text)).toBe(kept);
  });

  it('leaves nothing between < and > of plain tags, and every text without <', () => {
    const word = fc.stringMatching(/^[a-z0-9 .,;]*$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.stringMatching(/^\/?[a-z]+$/))), (pieces) => {
        const html = pieces.map(([text, tag]) => `${text}<${tag}>`).join('');
        expect(stripTags(html)).toBe(pieces.map(([text]) => text).join(''));
      }),
    );
    fc.assert(
      fc.property(word, (text) => {
        expect(stripTags(text)).toBe(text);
      }),
    );
  });
});

describe('a query as PHP sees it', () => {
  it.each([
    ['a=1&b=x%20y+z', { a: '1', b: 'x y z' }],
    ['a[b]=1&a[c]=2', { a: { b: '1', c: '2' } }],
    ['a[]=x&a[]=y', { a: { '0': 'x', '1': 'y' } }],
    ['a[b][c]=1', { a: { b: { c: '1' } } }],
    ['a]=1&[b]=2', { 'a]': '1', '[b]': '2' }],
    ['__proto__[x]=1', JSON.parse('{"__proto__":{"x":"1"}}')],
    ['a=1&a=2', { a: '2' }],
    ['a[][b]=1&a[][b]=2', { a: { '0': { b: '1' }, '1': { b: '2' } } }],
    ['a[5]=x&a[]=y', { a: { '5': 'x', '6': 'y' } }],
    ['a[007]=x&a[]=y', { a: { '0': 'y', '007': 'x' } }],
    ['a[b]=1&a=2&a[c]=3', { a: { c: '3' } }],
    ['a[]=x&a=1&a[]=y', { a: { '0': 'y' } }],
  ])('%s [ST-41]', (query, fields) => {
    expect(JSON.stringify(parsePhpQuery(new URLSearchParams(query)))).toBe(JSON.stringify(fields));
  });

  it('takes the same number of steps for each parameter, however many there are [ST-46]', () => {
    const keysListed = (count: number): number => {
      const keys = vi.spyOn(Object, 'keys');
      parsePhpQuery(new URLSearchParams('a[]&'.repeat(count)));
      const listed = keys.mock.results.reduce((sum, { value }) => sum + (Array.isArray(value) ? value.length : 0), 0);
      keys.mockRestore();
      return listed;
    };
    expect(keysListed(400)).toBeLessThanOrEqual(2 * keysListed(200));
  });

  it.each(['a=1&a[b]=2', 'a[b]=1', 'a[]=1', 'b=1&a=2&a[b][c]=3'])('%s has no text a [ST-41]', (query) => {
    expect(textParameters(new URLSearchParams(query)).get('a')).toBeUndefined();
  });

  it.each(['a=1&a=2', 'a[b]=1&a=2', 'a=2&a[b]c=1'])('%s has the text 2 for a [ST-41]', (query) => {
    expect(textParameters(new URLSearchParams(query)).get('a')).toBe('2');
  });
});

describe('the check of a call', () => {
  const call = { signature: 'c', timestamp: TIMESTAMP, fingerprint: 'a'.repeat(64), route: '/', fields: {} };

  it.each([
    [{ signature: undefined }, 's', 'signature-missing'],
    [{ fingerprint: undefined }, 's', 'signature-missing'],
    [{ timestamp: undefined }, 's', 'timestamp-out-of-range'],
    [{ timestamp: '2026-09-25T10:12:59Z' }, 's', 'timestamp-out-of-range'],
    [{ timestamp: '2026-09-25T10:17:01Z' }, 's', 'timestamp-out-of-range'],
    [{ timestamp: '2026-09-25' }, 's', 'timestamp-out-of-range'],
    [{ timestamp: '2026-09-25T12:15:00+02:00' }, 's', 'fingerprint-mismatch'],
    [{}, undefined, 'signature-unknown'],
    [{}, 's', 'fingerprint-mismatch'],
  ])('%j with session %s: %s [ST-42]', async (changed, session, kind) => {
    const result = await checkSignedCall({ ...call, ...changed }, SECRETS, session, NOW_MS);
    expect(result).toEqual({ ok: false, fault: { kind } });
  });

  it('extends a session only when less than a minute is left [ST-43]', () => {
    const session = (leftMs: number) => ({ serverSignature: 's', expiresAtMs: NOW_MS + leftMs });
    expect(extendedExpiry(session(60_000), NOW_MS)).toBeUndefined();
    expect(extendedExpiry(session(59_999), NOW_MS)).toBe(NOW_MS + 120_000);
  });
});
