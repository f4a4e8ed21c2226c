import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** A regular expression's source and flags, as code writes it. */
const LITERAL =
  /(?<=[(,=:?!&|[]\s*|return\s+|\n\s*)\/(?![*/\s])((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g;

/** Classes and escapes, in which `|`, `$` and the signs of repetition are no signs. */
const CHARACTERS = /\\.|\[(?:\\.|[^\]\\])*\]/g;

/**
 * An alternative that may begin anywhere and ends in a repetition before the end of the text. For a long run in the
 * middle of a text it is tried at each position of the run, and takes quadratic time.
 */
const isQuadratic = (alternative: string): boolean =>
  /(?:[+*]|,\})\??\)?\$$/.test(alternative) && !alternative.startsWith('^');

it('no regular expression of the source takes quadratic time at the end of a text', () => {
  const quadratic = globSync('src/**/*.ts').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    return [...text.matchAll(LITERAL)]
      .filter(([, source = '', flags = '']) => {
        const plain = source.replace(CHARACTERS, 'x');
        return !flags.includes('y') && plain.split('|').some(isQuadratic) && !/^\^\(|^\^[^|]*\(/.test(plain);
      })
      .map(([literal]) => `${path}: ${literal}`);
  });
  expect(quadratic).toEqual([]);
});

/** What parses headers that come from anybody, in time that is quadratic in their white space. */
const HEADER_PARSER = /\b(?:Accept|ContentType|IfMatch|IfNoneMatch|IfRange|Range)(?:\.from)?\((.*)/g;

it('every header of a request that a library parses is bounded before', () => {
  const files = globSync('src/**/*.ts').filter((path) => readFileSync(path, 'utf8').includes('@remix-run/headers/'));
  const unbounded = files.filter((path) => {
    const text = readFileSync(path, 'utf8');
    return HEADER_PARSER.test(text) && !text.includes('boundedHeader(');
  });
  // The headers of a part have at most 8 kB, and its parser takes no time for white space.
  expect(unbounded).toEqual(['src/ingest/multipart-part.ts']);
});
