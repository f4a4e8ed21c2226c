import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64InPlace } from '../../src/ingest/base64.ts';
import { findStringMember } from '../../src/ingest/json-member.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const encode = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const decode = (text: string): number[] | undefined => {
  const decoded = decodeBase64InPlace(bytesOf(text));
  return decoded && Array.from(decoded);
};

describe('decodeBase64InPlace', () => {
  it('decodes what btoa encodes, with and without padding, lines and JSON’s escapes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encode(bytes);
        const expected = Array.from(bytes);
        expect(decode(text)).toEqual(expected);
        expect(decode(text.replaceAll('=', ''))).toEqual(expected);
        expect(decode(text.replaceAll(/.{8}/g, '$&\r\n'))).toEqual(expected);
        expect(decode(text.replaceAll(/.{8}/g, String.raw`$&\r\n`))).toEqual(expected);
        expect(decode(text.replaceAll('/', String.raw`\/`))).toEqual(expected);
        expect(decode(text.replaceAll('+', String.raw`\u002b`).replaceAll('=', String.raw`\u003D`))).toEqual(expected);
      }),
    );
  });

  it.each(['A', 'AAAAA', 'AA=A', '!!!!', 'AA-_', 'AAA\\', 'AAA\\q', 'AAA\\u12', 'AAA\\u1234', 'ÄÄÄÄ', 'AA\0A'])(
    'refuses %j',
    (text) => {
      expect(decode(text)).toBeUndefined();
    },
  );

  it('works inside the bytes that it is given', () => {
    const text = bytesOf('aGVsbG8=');
    expect(decodeBase64InPlace(text)?.buffer).toBe(text.buffer);
  });
});

describe('findStringMember', () => {
  const find = (json: string): string | undefined => {
    const bytes = bytesOf(json);
    const span = findStringMember(bytes, 'media_data');
    return span && new TextDecoder().decode(bytes.subarray(span.start, span.end));
  };

  it.each([
    ['{"media_data":"abc"}', 'abc'],
    [' { "a" : 1 , "media_data" : "abc" } ', 'abc'],
    ['{"a":{"media_data":"no"},"b":["media_data","x"],"media_data":"abc"}', 'abc'],
    ['{"a":"media_data","media_data":"a\\"c\\\\"}', 'a\\"c\\\\'],
    ['{"a":"\\\\","media_data":""}', ''],
    ['{"media_data":5}', undefined],
    ['{"media_data"}', undefined],
    ['{"media_data":"abc', undefined],
    ['["media_data","abc"]', undefined],
    ['"media_data"', undefined],
    ['', undefined],
  ])('in %s', (json, text) => {
    expect(find(json)).toBe(text);
  });

  it('finds in any JSON what JSON.parse finds', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.nat({ max: 2 }),
        (fields, text, indent) => {
          const { media_data: _other, ...others } = fields;
          const json = JSON.stringify({ ...others, media_data: text }, null, indent);
          expect(JSON.parse(`"${find(json)}"`)).toBe(text);
        },
      ),
    );
  });
});
