import { describe, expect, it } from 'vitest';
import { findStringMember } from '../../src/ingest/json-member.ts';

/** The text of the member `data`, still escaped. */
function find(json: string): string | undefined {
  const bytes = new TextEncoder().encode(json);
  const span = findStringMember(bytes, 'data');
  return span && new TextDecoder().decode(bytes.subarray(span.start, span.end));
}

describe('findStringMember', () => {
  it.each([
    ['{"data":"abc"}', 'abc'],
    ['{"a":1,"data" : "abc"}', 'abc'],
    ['{"data"\t:\n\r "abc"}', 'abc'],
    ['{"data":"a\\"b\\\\"}', 'a\\"b\\\\'],
    ['{"a":{"data":"inner"},"data":"outer"}', 'outer'],
    ['{"a":["data","x"],"data":"abc"}', 'abc'],
    ['{"a":"data","data":"abc"}', 'abc'],
    ['{"data":"first","data":"second"}', 'first'],
  ])('finds it in %s', (json, expected) => {
    expect(find(json)).toBe(expected);
  });

  it.each([
    '',
    '{}',
    '{"data":1}',
    '{"data":null}',
    '{"data"}',
    '{"data":"abc',
    '{"da',
    '{"data":"abc\\"',
    '["data","abc"]',
    '{"a":{"data":"abc"}}',
    '{"other":"data"}',
    '{"dat":"a","data2":"b"}',
  ])('finds none in %j', (json) => {
    expect(find(json)).toBeUndefined();
  });
});
