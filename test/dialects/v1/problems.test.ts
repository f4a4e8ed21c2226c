import { describe, expect, it } from 'vitest';
import { toProblem } from '../../../src/dialects/v1/problems.ts';
import { SAMPLE_FAULTS } from './sample-faults.ts';

const SAMPLES = Object.values(SAMPLE_FAULTS);

describe('the problem of each fault', () => {
  it.each(SAMPLES.map((fault) => [fault.kind, fault] as const))(
    '%s has its own word, a title and a sentence [V1-4]',
    (kind, fault) => {
      const problem = toProblem(fault);
      expect(problem.kind).toBe(kind);
      expect(problem.title).toMatch(/^[A-Z].*[a-zA-Z]$/);
      expect(problem.detail).toMatch(/\.$/);
    },
  );

  it('has Retry-After where waiting helps, and nowhere else [V1-4]', () => {
    const waiting = SAMPLES.filter((fault) => toProblem(fault).headers?.['Retry-After'] !== undefined);
    expect(waiting.map(({ kind }) => kind)).toEqual([
      'quota-exceeded',
      'in-maintenance',
      'busy',
      'overloaded',
      'job-limit-reached',
      'too-many-uploads',
      'operation-in-progress',
    ]);
    for (const fault of waiting) expect(toProblem(fault).headers).toEqual({ 'Retry-After': retryAfter(fault) });
  });

  it('says which field, parameter or header is wrong [V1-4]', () => {
    const errors = SAMPLES.flatMap((fault) => toProblem(fault).errors ?? []);
    expect(errors.map(({ detail: _detail, ...place }) => place)).toEqual([
      { pointer: '/images/2/mediaId' },
      { pointer: '/fileName' },
      { header: 'Idempotency-Key' },
      { parameter: 'limit' },
      { parameter: 'page' },
      { pointer: '/a' },
      { pointer: '/a' },
      { pointer: '/b' },
    ]);
  });

  it('has the current version where If-Match names another [V1-10]', () => {
    expect(toProblem(SAMPLE_FAULTS['version-mismatch'])).toMatchObject({
      status: 412,
      members: { currentVersion: 31 },
    });
  });

  it('repeats no more of a client’s text than a line [V1-4]', () => {
    const long = 'x'.repeat(100_000);
    expect(toProblem({ kind: 'product-not-found', productId: long }).detail.length).toBeLessThan(300);
    expect(toProblem({ kind: 'url-invalid', url: long }).detail.length).toBeLessThan(300);
  });
});

const retryAfter = (fault: object): string => ('retryAfterSeconds' in fault ? String(fault.retryAfterSeconds) : '60');
