import { describe, expect, it } from 'vitest';
import { readBodyWithinBudget, type BodyMemory } from '../../src/http/read-body.ts';
import { MemoryBudget } from '../../src/platform/memory-budget.ts';
import { ok } from '../../src/platform/result.ts';
import { manualTimer } from '../support/manual-timer.ts';

const LIMIT = { maxBytes: 1_000_000, tooLarge: 'file-too-large' } as const;
const KIBIBYTE = 1024;

const budget = (maxBytes: number): MemoryBudget =>
  new MemoryBudget({ maxBytes, maxShareBytes: maxBytes, maxWaitMs: 0, maxHeldMs: 1_000_000 });

function memory(smallBytes: number, largeBytes: number): BodyMemory & { readonly held: () => number[] } {
  const [small, large] = [budget(smallBytes), budget(largeBytes)];
  return {
    small,
    large,
    startTimer: manualTimer().startTimer,
    held: () => [small.heldBytes, large.heldBytes],
  };
}

const post = (body: BodyInit): Request => new Request('https://vitrine.test/', { method: 'POST', body });

describe('readBodyWithinBudget [IMG-28]', () => {
  it('holds a small body in its own line, and an upload in the other', async () => {
    for (const [bytes, expected] of [
      [10, [8 * KIBIBYTE, 0]],
      [64 * KIBIBYTE, [64 * KIBIBYTE, 0]],
      [64 * KIBIBYTE + 1, [0, 64 * KIBIBYTE + 1]],
    ] as const) {
      const lines = memory(100_000, 1_000_000);
      const read = await readBodyWithinBudget(
        new Request('https://vitrine.test/', { method: 'POST', body: new Uint8Array(bytes) }),
        'one',
        { ...LIMIT, maxBytes: Math.max(bytes, 8 * KIBIBYTE) },
        (body) => Promise.resolve(ok([body.length, lines.held()])),
        lines,
      );
      expect(read).toEqual(ok([bytes, expected]));
      expect(lines.held()).toEqual([0, 0]);
    }
  });

  it('takes small bodies while uploads fill their memory, and none of the uploads', async () => {
    const lines = memory(100_000, 0);
    const small = await readBodyWithinBudget(
      post('{}'),
      'one',
      LIMIT,
      (body) => Promise.resolve(ok(body.length)),
      lines,
    );
    expect(small).toEqual(ok(2));
    const upload = post(new Uint8Array(100_000));
    expect(await readBodyWithinBudget(upload, 'one', LIMIT, () => Promise.resolve(ok('never')), lines)).toEqual({
      ok: false,
      fault: { kind: 'overloaded', retryAfterSeconds: 2 },
    });
    expect(lines.held()).toEqual([0, 0]);
  });

  it('takes nothing for idle connections that declare large bodies', async () => {
    const lines = memory(100_000, 1_000_000);
    const silent = (): Request =>
      new Request('https://vitrine.test/', {
        method: 'POST',
        body: new ReadableStream<Uint8Array>(),
        headers: { 'content-length': '1000000' },
      });
    for (let idle = 0; idle < 20; idle += 1) {
      void readBodyWithinBudget(silent(), 'idle', LIMIT, () => Promise.resolve(ok('never')), lines);
    }
    const upload = post(new Uint8Array(1_000_000));
    expect(await readBodyWithinBudget(upload, 'one', LIMIT, () => Promise.resolve(ok('taken')), lines)).toEqual(
      ok('taken'),
    );
  });
});
