import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FORM_LIMITS, parseMultipartBody } from '../../src/ingest/multipart.ts';
import { bytesOf, file, form, text } from './form.ts';

const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const CONTENT_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
/** Binary, with a line break and dashes in it; not UTF-8. */
const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x2d, 0x2d, 0xff, 0x00);

/** The form as plain objects, or its fault. */
function parse(body: Uint8Array, contentType: string | undefined = CONTENT_TYPE, limits = FORM_LIMITS): unknown {
  const parsed = parseMultipartBody(body, contentType, limits);
  if (!parsed.ok) return parsed.fault;
  return { texts: Object.fromEntries(parsed.value.texts), files: Object.fromEntries(parsed.value.files) };
}

const malformed = (reason: string): unknown => ({ kind: 'body-malformed', reason });
const CUT_OFF = malformed('The multipart body is cut off, or its boundary does not fit.');
const NO_FIELD = malformed('The header of a part has a line that is no header field, or does not end in CRLF.');
const NO_BOUNDARY = malformed('The body has no multipart boundary of at most 70 characters.');

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('what clients send', () => {
  it('takes a picture and texts', () => {
    const body = form(BOUNDARY, [
      text('description', 'Grüner Schuh 👟'),
      file('image_file', PICTURE),
      text('sort_order', ''),
    ]);
    expect(parse(body)).toEqual({
      texts: { description: 'Grüner Schuh 👟', sort_order: '' },
      files: { image_file: { fileName: 'shoe.png', bytes: PICTURE } },
    });
  });

  it('hands out views, not copies', () => {
    const body = form(BOUNDARY, [file('image_file', PICTURE)]);
    const parsed = parseMultipartBody(body, CONTENT_TYPE);
    expect(parsed.ok && parsed.value.files.get('image_file')?.bytes.buffer).toBe(body.buffer);
  });

  it.each([
    `multipart/form-data; boundary="${BOUNDARY}"`,
    `multipart/form-data;boundary=${BOUNDARY}`,
    `multipart/form-data; charset=utf-8; boundary=${BOUNDARY}`,
    `Multipart/Form-Data; BOUNDARY=${BOUNDARY}`,
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary',
    'undefined',
    '',
    undefined,
  ])('finds the boundary with Content-Type %j', (contentType) => {
    const body = form(BOUNDARY, [text('sort_order', '3')]);
    expect(parseMultipartBody(body, contentType)).toMatchObject({ ok: true });
  });

  it.each([
    'a',
    '-----------------------------9051914041544843365972754266',
    "gc0pJq0M:08'jU534c0p",
    'with space',
    'a'.repeat(70),
  ])('takes the boundary %j, named or recovered', (boundary) => {
    const body = form(boundary, [text('sort_order', '3'), file('image_file', PICTURE)]);
    const expected = { texts: { sort_order: '3' }, files: { image_file: { fileName: 'shoe.png', bytes: PICTURE } } };
    expect(parse(body, `multipart/form-data; boundary="${boundary}"`)).toEqual(expected);
    expect(parse(body, 'multipart/form-data')).toEqual(expected);
  });

  it.each([['Content-Type: application/octet-stream'], ['content-type: Image/JPEG'], ['Content-Type: binary']])(
    'takes a part without a file name as a file by its header %j',
    (header) => {
      const disposition = 'Content-Disposition: form-data; name="picture"';
      const body = form(BOUNDARY, [{ headers: [disposition, header], content: 'abc' }]);
      expect(parse(body)).toEqual({
        texts: {},
        files: { picture: { fileName: undefined, bytes: bytesOf('abc') } },
      });
    },
  );

  it.each([
    ['not UTF-8', PICTURE],
    ['UTF-8 with controls', bytesOf('GIF89a\u0001\u0000\u0001\u0000')],
  ])('takes image_file without file name or type as a file when it is %s', (_case, content) => {
    expect(parse(form(BOUNDARY, [text('image_file', content)]))).toEqual({
      texts: {},
      files: { image_file: { fileName: undefined, bytes: content } },
    });
  });

  it('takes image_file without file name or type as a text when it is one', () => {
    const url = 'https://example.com/a.jpg';
    expect(parse(form(BOUNDARY, [text('image_file', url)]))).toEqual({ texts: { image_file: url }, files: {} });
  });

  it.each(['text/plain; charset=utf-8', 'application/json', 'TEXT/PLAIN'])(
    'takes a part of type %s as a text',
    (type) => {
      const headers = ['Content-Disposition: form-data; name="description"', `Content-Type: ${type}`];
      expect(parse(form(BOUNDARY, [{ headers, content: 'Schuh' }]))).toEqual({
        texts: { description: 'Schuh' },
        files: {},
      });
    },
  );

  it.each([
    ['filename="Grüner Schuh.png"', 'Grüner Schuh.png'],
    ['filename="a.png"; filename*=UTF-8\'\'gr%C3%BCn.png', 'grün.png'],
    ["filename*=iso-8859-1''gr%FCn.png", 'grün.png'],
    ["filename*=UTF-8''100%.png", '100%.png'],
    ['filename="a\uFFFDb.png"', 'a\uFFFDb.png'],
    ['filename=plain.png', 'plain.png'],
    ['filename="semi;colon.png"', 'semi;colon.png'],
    ['filename="qu\\"ote.png"', 'qu"ote.png'],
    ['filename=""', undefined],
  ])('reads the file name of %j', (parameter, fileName) => {
    const headers = [`Content-Disposition: form-data; name="image_file"; ${parameter}`];
    const body = form(BOUNDARY, [{ headers, content: PICTURE }]);
    expect(parse(body)).toEqual({ texts: {}, files: { image_file: { fileName, bytes: PICTURE } } });
  });

  it('leaves out a file input that was left empty', () => {
    const body = form(BOUNDARY, [file('image_file', '', '', 'application/octet-stream'), text('sort_order', '1')]);
    expect(parse(body)).toEqual({ texts: { sort_order: '1' }, files: {} });
  });

  it('keeps an empty file that has a name', () => {
    expect(parse(form(BOUNDARY, [file('image_file', '')]))).toMatchObject({
      files: { image_file: { fileName: 'shoe.png' } },
    });
  });

  it('skips empty lines before the first boundary and anything after the last', () => {
    const body = bytesOf('\r\n\r\n', form(BOUNDARY, [text('sort_order', '1')]), 'epilogue');
    expect(parse(body)).toEqual({ texts: { sort_order: '1' }, files: {} });
    expect(parse(body, 'multipart/form-data')).toEqual({ texts: { sort_order: '1' }, files: {} });
  });

  it('takes a form without parts', () => {
    expect(parse(form(BOUNDARY, []))).toEqual({ texts: {}, files: {} });
  });

  it('lets the last text of a name win', () => {
    const body = form(BOUNDARY, [text('is_thumbnail', 'false'), text('is_thumbnail', 'true')]);
    expect(parse(body)).toEqual({ texts: { is_thumbnail: 'true' }, files: {} });
  });

  it('gives back any texts and bytes', () => {
    const texts = fc.dictionary(fc.stringMatching(/^[a-z_]{1,20}$/), fc.string({ unit: 'grapheme' }), { maxKeys: 8 });
    fc.assert(
      fc.property(texts, fc.uint8Array({ maxLength: 500 }), (fields, picture) => {
        const parts = Object.entries(fields).map(([name, value]) => text(name, value));
        const body = form(BOUNDARY, [...parts, file('the file', picture)]);
        expect(parse(body)).toEqual({ texts: fields, files: { 'the file': { fileName: 'shoe.png', bytes: picture } } });
      }),
    );
  });
});

describe('hostile bodies', () => {
  const GOOD = form(BOUNDARY, [text('sort_order', '3'), file('image_file', PICTURE)]);

  it('refuses every cut of a good body', () => {
    // The form is whole once the two dashes after the last boundary have come; the line break after them is ornament.
    for (let length = 1; length < GOOD.length - 2; length += 1)
      expect(parse(GOOD.subarray(0, length)), `cut at ${length}`).toEqual(CUT_OFF);
  });

  it('refuses or reads, but never throws on, any byte changed', () => {
    const change = fc.tuple(fc.nat(GOOD.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), fc.boolean(), (changes, named) => {
        const body = GOOD.slice();
        for (const [index, byte] of changes) body[index] = byte;
        expect(parseMultipartBody(body, named ? CONTENT_TYPE : undefined)).toHaveProperty('ok');
      }),
    );
  });

  it.each([
    ['nothing', bytesOf()],
    ['JSON', bytesOf('{"image_url":"https://example.com/a.jpg"}')],
    ['line breaks only', bytesOf('\r\n\r\n')],
    ['dashes only', bytesOf('--')],
    ['a first line without end', bytesOf(`--${'a'.repeat(1_000)}`)],
    ['an empty boundary', bytesOf('--\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n----\r\n')],
    ['a boundary of controls', bytesOf('--\u0001\u0002\r\n')],
  ])('recovers no boundary from %s', (_case, body) => {
    expect(parse(body, 'multipart/form-data')).toEqual(NO_BOUNDARY);
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary=abc'])('names a bare picture as %s', (contentType) => {
    expect(parse(PICTURE, contentType)).toEqual({ kind: 'body-mistaken', found: 'a PNG picture' });
  });

  it('refuses line feeds in place of CRLF', () => {
    const lines = new TextDecoder().decode(form(BOUNDARY, [text('a', '1'), text('b', '2')]));
    expect(parse(bytesOf(lines.replaceAll('\r\n', '\n')))).toEqual(NO_FIELD);
    expect(parse(bytesOf(lines.replace('\r\n', '\n')))).toMatchObject({ kind: 'body-malformed' });
  });

  it('refuses a preamble', () => {
    expect(parse(bytesOf('This is a multi-part message.\r\n', GOOD))).toEqual(CUT_OFF);
  });

  it('refuses a boundary that does not fit', () => {
    expect(parse(GOOD, 'multipart/form-data; boundary=other')).toEqual(CUT_OFF);
  });

  it.each([252, 254, 256, 1_000])('does not search for a boundary of %i characters', (length) => {
    // Where there is no Buffer the library's own search stands still for ever when the pattern has 256 characters.
    vi.stubGlobal('Buffer', undefined);
    const boundary = 'b'.repeat(length);
    const body = form(boundary, [text('sort_order', '3')]);
    expect(parse(body, `multipart/form-data; boundary=${boundary}`)).toEqual(NO_BOUNDARY);
  });

  it.each([
    ['no Content-Disposition', ['X-Other: form-data; name="a"']],
    ['no name', ['Content-Disposition: form-data']],
    ['an empty name', ['Content-Disposition: form-data; name=""']],
  ])('refuses a part with %s', (_case, headers) => {
    const reason = 'A part has no name in its Content-Disposition.';
    expect(parse(form(BOUNDARY, [{ headers, content: 'x' }]))).toEqual(malformed(reason));
  });

  it.each([
    ['without colon', ['nonsense']],
    ['with a control', ['Content-Disposition: form-data; name="a\u0001"']],
  ])('refuses a header with a line %s', (_case, headers) => {
    expect(parse(form(BOUNDARY, [{ headers, content: 'x' }]))).toEqual(NO_FIELD);
  });

  it('refuses a part whose header is ended by the next boundary', () => {
    const body = bytesOf(`--${BOUNDARY}\r\nX-Other: a\r\n`, form(BOUNDARY, [text('a', '1')]));
    expect(parse(body)).toEqual(malformed('The header of a part is too long, or does not end.'));
  });

  it('refuses header lines that are not UTF-8', () => {
    const body = bytesOf(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="`,
      Uint8Array.of(0x53, 0xfc, 0xdf),
      '"\r\n\r\nx',
      `\r\n--${BOUNDARY}--`,
    );
    expect(parse(body)).toEqual(malformed('The header of a part is not UTF-8.'));
  });

  it('refuses a text that is not UTF-8', () => {
    const body = form(BOUNDARY, [text('description', Uint8Array.of(0x53, 0xfc, 0xdf))]);
    expect(parse(body)).toEqual(malformed('A text field is not UTF-8.'));
  });

  it('refuses two files of a name', () => {
    const body = form(BOUNDARY, [file('image_file', PICTURE), file('image_file', PICTURE)]);
    expect(parse(body)).toEqual(malformed('The form has two files of the same name; send one image a call.'));
  });

  it('takes names that objects have', () => {
    const body = form(BOUNDARY, [text('__proto__', '1'), text('constructor', '2')]);
    const parsed = parseMultipartBody(body, CONTENT_TYPE);
    expect(parsed.ok && [...parsed.value.texts]).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });
});

/** A form of one file of so many bytes. */
function upload(bytes: number): Uint8Array {
  return form(BOUNDARY, [file('image_file', new Uint8Array(bytes))]);
}

describe('limits', () => {
  it('takes 64 parts and no more', () => {
    const parts = Array.from({ length: 65 }, (_, index) => text(`field_${index}`, 'x'));
    expect(parseMultipartBody(form(BOUNDARY, parts.slice(0, 64)), CONTENT_TYPE)).toMatchObject({ ok: true });
    expect(parse(form(BOUNDARY, parts))).toEqual(malformed('The form has more than 64 parts.'));
  });

  it('takes a header of the limit and no more', () => {
    const disposition = 'Content-Disposition: form-data; name="a"';
    const fill = (bytes: number): string => `X-Fill: ${'x'.repeat(bytes - disposition.length - 2 - 'X-Fill: '.length)}`;
    const body = (bytes: number): Uint8Array => form(BOUNDARY, [{ headers: [disposition, fill(bytes)], content: 'x' }]);
    expect(parse(body(8_192))).toEqual({ texts: { a: 'x' }, files: {} });
    expect(parse(body(8_193))).toEqual(malformed('The header of a part is too long, or does not end.'));
  });

  it('takes a file of the limit and no more, cut off or not', () => {
    const limits = { ...FORM_LIMITS, maxFileBytes: 1_000, maxTextBytes: 100 };
    const tooLarge = { kind: 'file-too-large', maxBytes: 1_000 };
    expect(parse(upload(1_000), CONTENT_TYPE, limits)).toMatchObject({
      files: { image_file: { fileName: 'shoe.png' } },
    });
    expect(parse(upload(1_001), CONTENT_TYPE, limits)).toEqual(tooLarge);
    expect(parse(upload(2_000).subarray(0, 1_900), CONTENT_TYPE, limits)).toEqual(tooLarge);
  });

  it('counts all texts together', () => {
    const limits = { ...FORM_LIMITS, maxTextBytes: 10 };
    const form10 = form(BOUNDARY, [text('a', '12345'), text('b', '12345')]);
    const form11 = form(BOUNDARY, [text('a', '12345'), text('b', '123456')]);
    expect(parse(form10, CONTENT_TYPE, limits)).toMatchObject({ texts: { a: '12345' } });
    expect(parse(form11, CONTENT_TYPE, limits)).toEqual({ kind: 'body-too-large', maxBytes: 10 });
  });
});
