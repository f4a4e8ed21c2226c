import * as fc from 'fast-check';

/** Texts that have broken programs: their lengths, their characters, and what other languages read in them. */
const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '00',
  '+1',
  '1e3',
  '1e309',
  '0x10',
  'NaN',
  'null',
  'true',
  '٣',
  '9'.repeat(30),
  '9007199254740993',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00\ud800',
  '\u202eabc',
  '\ufeff',
  '\u{1f469}\u200d\u{1f680}',
  'e\u0301'.repeat(50),
  'a'.repeat(5_000),
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '..',
  '%00',
  '%2e%2e%2f',
  '%zz',
  '<script>alert(1)</script>',
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  `' OR 1=1 --`,
  '"; DROP TABLE images; --',
  '{{7*7}}',
  'line\r\nSet-Cookie: a=b',
  'http://127.0.0.1/',
  'https://pictures.example/a.jpg',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:image/png;base64,AAAA',
];

/** A hostile text, or any text at all. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...HOSTILE_TEXTS), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
);

const NUMBERS: readonly number[] = [0, -0, -1, 0.1, 1e-7, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 53 + 2, 1e21, 1e308];

const nested = (depth: number): unknown => (depth === 0 ? 'end' : [nested(depth - 1)]);

/** A value of any type that a member may be given in place of its own. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(...NUMBERS, true, false, null, [], {}, [null], [[]], { a: { b: [] } }),
  fc.constant(nested(200)),
  fc.constant(Array.from({ length: 1_500 }, (_, index) => index)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Bodies that are no JSON, or only just. */
export const hostileBody: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '1e999',
    '"a"',
    '{}',
    '\ufeff{}',
    '{"a":1,"a":2}',
    '{"__proto__":{"id":1}}',
    '[{"id":1},]',
    '['.repeat(20_000),
    '{"a":'.repeat(5_000),
    '<image><image_file>a</image_file></image>',
    '<a><b><c/></b></a>',
    '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n',
  ),
  hostileText,
);
