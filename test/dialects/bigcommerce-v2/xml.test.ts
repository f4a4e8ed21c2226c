import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXmlFields } from '../../../src/dialects/bigcommerce-v2/read-xml.ts';
import { writeXml } from '../../../src/dialects/bigcommerce-v2/write-xml.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The fields of a body that can be read. */
function fieldsOf(xml: string): object {
  const fields = parseXmlFields(bytes(xml));
  if (!fields.ok) throw new Error(JSON.stringify(fields.fault));
  return Object.fromEntries(fields.value);
}

describe('written XML', () => {
  it.each([
    [
      'image',
      { id: 1, is_thumbnail: true, description: null },
      '<image><id>1</id><is_thumbnail>true</is_thumbnail><description>NULL</description></image>',
    ],
    ['images', [{ id: 1 }, { id: 2 }], '<images><image><id>1</id></image><image><id>2</id></image></images>'],
    ['images', { count: 105 }, '<images><count>105</count></images>'],
    ['images', [], '<images></images>'],
    [
      'errors',
      [{ status: 404, message: 'No', details: undefined }],
      '<errors><error><status>404</status><message>No</message></error></errors>',
    ],
    ['options', { fields: [{ name: 'id' }] }, '<options><fields><field><name>id</name></field></fields></options>'],
  ] as const)('is %s [BC2-22]', (root, value, expected) => {
    expect(writeXml(root, value)).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${expected}\n`);
  });

  it('escapes what is markup, keeps line ends, replaces what XML cannot hold [BC2-23]', () => {
    expect(writeXml('a', '<&>"\'\r\n\t')).toContain('<a>&lt;&amp;&gt;"\'&#13;\n\t</a>');
    expect(writeXml('a', 'x\u0000\u0008\u001f\ufffe\ud800y')).toContain('<a>x\ufffd\ufffd\ufffd\ufffd\ufffdy</a>');
  });
});

describe('read XML', () => {
  it.each([
    ['any root', '<request><a>1</a></request>', { a: '1' }],
    ['no fields', '<image/>', {}],
    ['white space around fields, not in them', '<image>\n  <a> 1 </a>\n</image>', { a: ' 1 ' }],
    ['the last of two', '<image><a>1</a><a>2</a></image>', { a: '2' }],
    ['NULL', '<image><a>NULL</a><b>null</b><c/></image>', { a: null, b: 'null', c: '' }],
    ['references', '<image><a>&lt;&amp;&#233;&#x1F600;</a></image>', { a: '<&é😀' }],
    ['sections', '<image><a><![CDATA[<b>&x;]]></a></image>', { a: '<b>&x;' }],
    ['comments', '<!-- <a> --><image><a>1<!-- 2 -->3</a></image>', { a: '13' }],
    ['instructions and a declaration', '<?xml version="1.0"?><?x <a>?><image><a>1</a></image>', { a: '1' }],
    ['attributes, which mean nothing', '<image x="/>"><a type="int">1</a></image>', { a: '1' }],
    ['line ends of any kind', '<image><a>1\r\n2\r3</a></image>', { a: '1\n2\n3' }],
    ['a field called __proto__', '<image><__proto__>1</__proto__></image>', Object.fromEntries([['__proto__', '1']])],
  ])('%s', (_, xml, expected) => {
    expect(fieldsOf(xml)).toEqual(expected);
  });

  it('gives back the text that was written, but for what XML cannot hold [BC2-23]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        // oxlint-disable-next-line no-control-regex
        fc.pre(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) && text !== 'NULL');
        expect(fieldsOf(writeXml('image', { a: text }))).toEqual({ a: text });
      }),
    );
  });

  it('never throws, whatever the bytes [BC2-24]', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?x',
      '?>',
      '<!DOCTYPE a [',
      '&amp;',
      '&x;',
      'text',
      '"',
      "'",
      '=',
      '\r',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        parseXmlFields(bytes(pieces.join('')));
        parseXmlFields(bytes(`<a>${pieces.join('')}</a>`));
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (hostile) => void parseXmlFields(hostile)));
  });
});
