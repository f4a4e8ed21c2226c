import { describe, expect, it } from 'vitest';
import { NO_BODY, runWrite, type WriteSteps } from '../../src/http/write-pipeline.ts';
import type { Access } from '../../src/model/access.ts';
import { fail, ok, type Result } from '../../src/platform/result.ts';
import { accessTo, storeWith } from '../support/access.ts';

type Fault = { readonly kind: 'busy' | 'token-unknown' | 'image-not-found' };
type Steps = WriteSteps<Access, undefined, string, Fault>;

/** Runs a write with what its steps give, and returns what came of it and in which order it was done. */
async function run(
  outcomes: readonly Result<string, Fault>[],
  { recalled = REMEMBERED, authorized = ok(READ) }: { recalled?: Access; authorized?: Result<Access, Fault> } = {},
): Promise<{ readonly answer: string; readonly done: readonly string[] }> {
  const done: string[] = [];
  const left = [...outcomes];
  const steps: Steps = {
    ...NO_BODY,
    authorize: () => {
      done.push('authorize');
      return Promise.resolve(authorized);
    },
    remembered: { recall: () => recalled, onVerified: () => done.push('verified') },
    execute: ({ target }) => {
      done.push(target === REMEMBERED ? 'execute, remembered' : 'execute');
      return Promise.resolve(left.shift() ?? ok('once more'));
    },
    answer: (value) => ok(new Response(value)),
  };
  const request = new Request('http://vitrine.test/', { method: 'DELETE' });
  const result = await runWrite({ raw: request, path: '/' }, steps);
  return { answer: result.ok ? await result.value.text() : result.fault.kind, done };
}

const READ = accessTo(storeWith({}));
const REMEMBERED: Access = {
  ...READ,
  remembered: { digest: 'digest', id: 'id', scope: 'write', apis: null, store: '{}' },
};

describe('a write with a remembered access', () => {
  it('is answered where it took effect, and asks for nothing more', async () => {
    expect(await run([ok('done')])).toEqual({ answer: 'done', done: ['execute, remembered', 'verified'] });
  });

  it.each(['token-unknown', 'image-not-found'] as const)('is done again with the access as it is: %s', async (kind) => {
    const done = ['execute, remembered', 'authorize', 'execute'];
    expect(await run([fail({ kind }), ok('done')])).toEqual({ answer: 'done', done });
    expect(await run([fail({ kind }), fail({ kind: 'image-not-found' })])).toEqual({ answer: 'image-not-found', done });
  });

  it('is not done again where it may have taken effect', async () => {
    expect(await run([fail({ kind: 'busy' })])).toEqual({ answer: 'busy', done: ['execute, remembered', 'authorize'] });
  });

  it.each(['busy', 'image-not-found'] as const)('says nothing to those who have no access: %s', async (kind) => {
    const { answer, done } = await run([fail({ kind })], { authorized: fail({ kind: 'token-unknown' }) });
    expect([answer, done]).toEqual(['token-unknown', ['execute, remembered', 'authorize']]);
  });
});
