import { describe, expect, it } from 'vitest';
import type { IngestFault } from '../../src/ingest/faults.ts';
import { readMultipartStream } from '../../src/ingest/multipart-stream.ts';
import type { Lease } from '../../src/platform/memory-budget.ts';
import { NO_MEMORY } from '../../src/platform/memory-budget.ts';
import { fail, ok, type Result } from '../../src/platform/result.ts';
import { seededRandom } from '../support/seeded-random.ts';

const LIMITS = { maxBytes: 2_000_000, maxPartBytes: 300_000, maxParts: 5, fileFields: ['file'] };
const TYPE = 'multipart/form-data; boundary=xyz';

interface Read {
  readonly result: Result<null, IngestFault>;
  readonly parts: readonly (readonly [name: string, length: number, isTooLarge: boolean])[];
  /** The most bytes that were held at a time. */
  readonly mostBytes: number;
}

const part = (name: string, content: string, header = ''): string =>
  `--xyz\r\nContent-Disposition: form-data; name="${name}"${header}\r\n\r\n${content}\r\n`;
const file = (content: string): string => part('file', content, '; filename="a.png"');

/** Reads a body that comes in pieces of `pieceBytes`, and notes what comes out of it. */
async function read(body: string, pieceBytes = 7, contentType: string | null = TYPE, room = Infinity): Promise<Read> {
  const bytes = new TextEncoder().encode(body);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + pieceBytes));
      at += pieceBytes;
    },
  });
  const headers: Record<string, string> = contentType === null ? {} : { 'Content-Type': contentType };
  const request = new Request('http://vitrine.test/', {
    method: 'POST',
    body: stream,
    headers,
    duplex: 'half',
  } as RequestInit);
  let held = 0;
  let mostBytes = 0;
  const openMemory = (): Lease => {
    let own = 0;
    return {
      get heldBytes() {
        return own;
      },
      grow: (more) => {
        if (held + more > room) return Promise.resolve(fail(NO_MEMORY));
        own += more;
        held += more;
        mostBytes = Math.max(mostBytes, held);
        return Promise.resolve(ok(null));
      },
      release: () => {
        held -= own;
        own = 0;
      },
    };
  };
  const parts: [string, number, boolean][] = [];
  const result = await readMultipartStream<IngestFault>(request, LIMITS, openMemory, (found) => {
    if (found.kind !== 'empty-file') {
      const { length } = found.kind === 'file' ? found.bytes : found.text;
      parts.push([found.name, length, found.isTooLarge]);
    }
    return Promise.resolve(ok(null));
  });
  expect(held).toBe(0);
  return { result, parts, mostBytes };
}

describe('a form that is read part by part', () => {
  it.each([1, 2, 7, 64, 100_000])('is read in pieces of %i bytes [V1-106]', async (pieceBytes) => {
    const content = '\r\n--xy\r\r\n--xyw'.repeat(20);
    const { result, parts } = await read(
      `${file(content)}${part('images', '[]')}${file('')}--xyz--\r\nrest`,
      pieceBytes,
    );
    expect(result.ok).toBe(true);
    expect(parts).toEqual([
      ['file', content.length, false],
      ['images', 2, false],
      ['file', 0, false],
    ]);
  });

  it('finds its boundary in its first line, after empty ones, too [V1-106]', async () => {
    const { result, parts } = await read(`\r\n\r\n${file('abc')}--xyz--`, 3, null);
    expect([result.ok, parts]).toEqual([true, [['file', 3, false]]]);
  });

  it('passes over what is too large of a part, and holds one part at a time [V1-106]', async () => {
    const large = 'x'.repeat(LIMITS.maxPartBytes + 100_000);
    const { result, parts, mostBytes } = await read(`${file('a')}${file(large)}${file('b')}--xyz--`, 30_000);
    expect(result.ok).toBe(true);
    expect(parts.map(([, , isTooLarge]) => isTooLarge)).toEqual([false, true, false]);
    expect(mostBytes).toBeLessThanOrEqual(LIMITS.maxPartBytes + 512 * 1024);
  });

  it.each<[string, string, IngestFault['kind']]>([
    ['cut off in a part', file('abc').slice(0, -4), 'body-malformed'],
    ['cut off after a part', file('abc'), 'body-malformed'],
    [
      'cut off in a long part behind another',
      `${file('a')}${file(`${'x'.repeat(70_000)}\r`).slice(0, -2)}`,
      'body-malformed',
    ],
    ['with two boundaries in a row', `--xyz\r\n${file('a')}--xyz--`, 'body-malformed'],
    ['with a header that a boundary ends', `${file('a')}--xyz\r\nA: b\r\n${file('b')}--xyz--`, 'body-malformed'],
    ['empty', '', 'body-malformed'],
    ['of another boundary', '--other\r\n\r\n\r\n--other--', 'body-malformed'],
    ['a picture alone', `\u0000GIF89a${'x'.repeat(200)}`.slice(1), 'body-mistaken'],
    ['of too many parts', `${file('a').repeat(6)}--xyz--`, 'body-malformed'],
    ['with a header without an end', `--xyz\r\n${'a: b\r\n'.repeat(3000)}`, 'body-malformed'],
    ['with a part without a name', '--xyz\r\nA: b\r\n\r\nabc\r\n--xyz--', 'body-malformed'],
    ['too long', file('x'.repeat(2_100_000)), 'body-too-large'],
  ])('is refused where it is %s [V1-106]', async (_what, body, kind) => {
    const contentType = kind === 'body-mistaken' ? 'multipart/form-data' : TYPE;
    const { result } = await read(body, 100_000, contentType);
    expect(result).toMatchObject({ ok: false, fault: { kind } });
  });

  it('is refused where there is no memory for a part [V1-106]', async () => {
    const { result } = await read(`${file('x'.repeat(200_000))}--xyz--`, 10_000, TYPE, 100_000);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'overloaded' } });
  });

  it('has the same parts for any content and any pieces [V1-106]', async () => {
    const random = seededRandom(7);
    const alphabet = ['\r', '\n', '-', 'x', 'y', 'z', 'w'];
    for (let round = 0; round < 60; round += 1) {
      const contents = Array.from({ length: 1 + random.int(4) }, () =>
        Array.from({ length: random.int(60) }, () => alphabet[random.int(alphabet.length)] ?? '')
          .join('')
          .replaceAll('\r\n--xyz', ''),
      );
      // Taking one out can make another.
      if (contents.some((content) => `${content}\r\n`.includes('\r\n--xyz'))) continue;
      const { parts } = await read(`${contents.map(file).join('')}--xyz--`, 1 + random.int(20));
      expect(parts.map(([, length]) => length)).toEqual(contents.map(({ length }) => length));
    }
  });
});
