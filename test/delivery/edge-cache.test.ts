import { describe, expect, it } from 'vitest';
import { fromEdge, toEdge } from '../../src/delivery/edge-cache.ts';
import { IMMUTABLE } from '../../src/delivery/responses.ts';

const answer = (cacheControl: string): Response =>
  new Response('picture', { headers: { 'Cache-Control': cacheControl, 'Cache-Tag': 'a,b', ETag: '"1"' } });

describe('an answer behind the edge cache', () => {
  it('stays there for a day, and for a year with clients [DEL-11]', () => {
    const kept = toEdge(answer(IMMUTABLE));
    expect(kept.headers.get('Cache-Control')).toBe('public, max-age=86400');
    expect(kept.headers.get('Cache-Tag')).toBe('a,b');
    const sent = fromEdge(kept);
    expect(Object.fromEntries(sent.headers)).toMatchObject({ 'cache-control': IMMUTABLE, etag: '"1"' });
    expect(sent.headers.has('Cache-Tag')).toBe(false);
  });

  it.each(['public, max-age=60', 'no-store'])('keeps its own time where that is %s', (cacheControl) => {
    const kept = toEdge(answer(cacheControl));
    expect([kept, fromEdge(kept)].map(({ headers }) => headers.get('Cache-Control'))).toEqual([
      cacheControl,
      cacheControl,
    ]);
  });
});
