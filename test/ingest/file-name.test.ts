import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originalName, safeStem } from '../../src/ingest/file-name.ts';

/** Names of every sort of character, with the ones that matter to paths more often than chance would have them. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', ':', ' ', '_', '-', 'a', 'É', '\u0000', '\ud83d', '👟'),
    maxLength: 400,
  }),
);

describe('safeStem', () => {
  it.each([
    ['Logi TBall Hand.jpg', 'logi-tball-hand'],
    ['logi-tball-hand.JPEG', 'logi-tball-hand'],
    ['shoe_red_01.png', 'shoe_red_01'],
    ['Příliš žluťoučký kůň.webp', 'prilis-zlutoucky-kun'],
    ['Straße Øre Łódź Æther.png', 'strasse-ore-lodz-aether'],
    ['ＦＵＬＬ　ｗｉｄｔｈ.png', 'full-width'],
    ['ﬁne №1.gif', 'fine-no1'],
    ['İstanbul.png', 'istanbul'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\x\\y.jpg', 'y'],
    ['C:y.jpg', 'y'],
    ['/var/tmp/', 'tmp'],
    ['a.b.c.jpg', 'a-b-c'],
    ['archive.tar.gz', 'archive-tar'],
    ['.htaccess', 'image'],
    ['shoe', 'shoe'],
    ['v1.0 of the shoe', 'v1-0-of-the-shoe'],
    ['shoe__12345.jpg', 'shoe_12345'],
    ['--shoe--', 'shoe'],
    ['<script>alert(1)</script>', 'script'],
    ['shoe\u0000.php.jpg', 'shoe-php'],
    ['gpj\u202eexe.shoe', 'gpjexe'],
    ['a%2Fb.jpg', 'a-2fb'],
    ['', 'image'],
    ['...', 'image'],
    ['..', 'image'],
    ['. .', 'image'],
    ['   ', 'image'],
    ['👟👟.png', 'image'],
    ['画像.png', 'image'],
    ['画像-2.png', '2'],
    [`${'x'.repeat(300)}.jpg`, 'x'.repeat(60)],
    [`${'x'.repeat(59)}-y.jpg`, 'x'.repeat(59)],
  ])('of %j is %j [IMG-6]', (name, stem) => {
    expect(safeStem(name)).toBe(stem);
  });

  it('is always 1 to 60 safe characters, and its own stem [IMG-6]', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const stem = safeStem(name);
        expect(stem).toMatch(/^[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?$/);
        expect(stem).not.toContain('__');
        expect(safeStem(stem)).toBe(stem);
      }),
    );
  });
});

describe('originalName', () => {
  it.each([
    ['Grüner Schuh (2).JPG', 'Grüner Schuh (2).JPG'],
    ['Gru\u0308n.jpg', 'Gru\u0308n.jpg'],
    ['A: front.jpg', 'A: front.jpg'],
    ['画像 👩‍👧.png', '画像 👩‍👧.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\y.jpg', 'y.jpg'],
    ['C:xy.jpg', 'xy.jpg'],
    ['  a\u0000b\r\nc.jpg ', 'abc.jpg'],
    ['gpj\u202eexe.shoe', 'gpjexe.shoe'],
    ['half\ud83d.png', 'half\ufffd.png'],
    ['.htaccess', '.htaccess'],
    ['..', ''],
    ['/', ''],
    ['', ''],
  ])('of %j is %j', (name, kept) => {
    expect(originalName(name)).toBe(kept);
  });

  it('keeps the extension of a long name', () => {
    expect(originalName(`${'x'.repeat(300)}.jpeg`)).toBe(`${'x'.repeat(250)}.jpeg`);
    expect(originalName('x'.repeat(300))).toBe('x'.repeat(255));
    expect(originalName(`${'👟'.repeat(300)}.jpg`)).toBe(`${'👟'.repeat(125)}.jpg`);
  });

  it('is always at most 255 harmless characters, and its own name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const kept = originalName(name);
        expect(kept.length).toBeLessThanOrEqual(255);
        expect(kept.isWellFormed()).toBe(true);
        expect(kept).not.toMatch(/[\p{Cc}/\\]|^\.+$/u);
        expect(originalName(kept)).toBe(kept);
      }),
    );
  });
});
