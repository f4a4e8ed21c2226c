import { describe, expect, it } from 'vitest';
import { parseBatch } from '../../src/jobs/batch-file.ts';
import { MAX_BATCH_ROWS } from '../../src/jobs/limits.ts';
import { fail } from '../../src/platform/result.ts';

const ROW = JSON.stringify({ productGuid: 'g', gallery: 'shop', imageName: '1.png' });
const parse = (text: string) => parseBatch(new TextEncoder().encode(text), false);
const taskCount = (lines: number): number => {
  const parsed = parse(Array.from({ length: lines }, () => ROW).join('\n'));
  return parsed.ok ? parsed.value.length : -1;
};

describe('parseBatch', () => {
  it('takes as many rows as allowed and not one more', () => {
    expect(taskCount(MAX_BATCH_ROWS)).toBe(MAX_BATCH_ROWS);
    expect(parse(`${ROW}\n`.repeat(MAX_BATCH_ROWS + 1))).toEqual(fail('The file has more than 5000 rows.'));
  });

  it.each(['', '\n\r\n  \n'])('refuses a file without rows (%j)', (text) => {
    expect(parse(text)).toEqual(fail('The file has no rows.'));
  });

  it('passes empty lines over, and makes of a wrong one a task that says so', () => {
    const wrong = ['{', '1', '[]', JSON.stringify({ productGuid: 'g' }), `${ROW}${ROW}`];
    const parsed = parse(`${ROW}\r\n\n${wrong.join('\n')}`);
    expect(parsed.ok && parsed.value.map(({ kind }) => kind)).toEqual(['delete', ...wrong.map(() => 'reject')]);
  });
});
