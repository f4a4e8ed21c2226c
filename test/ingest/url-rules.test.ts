import { describe, expect, it } from 'vitest';
import { checkUrl, type UrlRules } from '../../src/ingest/url-rules.ts';

const RULES: UrlRules = {
  maxCharacters: 255,
  allowedHosts: ['127.0.0.1:8901', '[::1]:8902', 'Pictures.localhost:443'],
  ownHosts: ['vitrine.shop', 'IMG.Vitrine.shop:443', 'schöne-bilder.de', '127.0.0.1:8787', ''],
};

type Verdict = 'ok' | 'invalid' | 'scheme' | 'credentials' | 'port' | 'ip' | 'private' | 'own' | 'name';

const REASONS: Readonly<Record<Exclude<Verdict, 'ok' | 'invalid'>, string>> = {
  scheme: 'Only http and https are fetched from.',
  credentials: 'A URL with a user name or password in it is not fetched.',
  port: 'Only ports 80 and 443 are fetched from.',
  ip: 'The host must be a name, not an IP address.',
  private: 'The host is not on the public internet.',
  own: 'The host is this service itself.',
  name: 'The host name is not valid.',
};

const TABLE: readonly (readonly [url: string, verdict: Verdict])[] = [
  // What clients send.
  ['https://cdn.example.com/shoe.jpg', 'ok'],
  ['http://cdn.example.com/shoe.jpg?v=2&w=100#top', 'ok'],
  ['HTTPS://CDN.Example.COM/Shoe.JPG', 'ok'],
  ['https://example.com', 'ok'],
  ['https://example.com:443/a.png', 'ok'],
  ['https://example.com:80/a.png', 'ok'],
  ['http://example.com:443/a.png', 'ok'],
  ['http://example.com:080/a.png', 'ok'],
  ['http://example.com:/a.png', 'ok'],
  ['https://example.com./a.png', 'ok'],
  ['https://bücher.example.com/bild 1.jpg', 'ok'],
  ['https://xn--bcher-kva.example.com/a.jpg', 'ok'],
  ['https://例え.jp/画像.png', 'ok'],
  ['https://under_score.example.com/a.jpg', 'ok'],
  ['https://ex%61mple.com/a.jpg', 'ok'],
  ['  https://example.com/a.jpg ', 'ok'],
  ['https://example.com/a@b.jpg', 'ok'],
  ['https://example.com/?next=http://127.0.0.1/', 'ok'],
  ['https://localhost.example.com/a.jpg', 'ok'],
  ['https://local/../example.com', 'private'],
  ['https://1.2.3.4.example.com/a.jpg', 'ok'],
  // A public name for a private address: what the platform's flag is for.
  ['https://127.0.0.1.nip.io/a.jpg', 'ok'],

  // No absolute http or https URL.
  ['', 'invalid'],
  ['shoe.jpg', 'invalid'],
  ['/images/shoe.jpg', 'invalid'],
  ['//example.com/shoe.jpg', 'invalid'],
  ['example.com/shoe.jpg', 'invalid'],
  ['http:example.com/a.jpg', 'invalid'],
  ['http:/example.com/a.jpg', 'invalid'],
  ['http:///example.com/a.jpg', 'invalid'],
  ['http://', 'invalid'],
  ['http://?a=b', 'invalid'],
  ['https://exam ple.com/a.jpg', 'invalid'],
  ['https://example.com:99999/a.jpg', 'invalid'],
  ['https://example.com:port/a.jpg', 'invalid'],
  ['https://exa<mple.com/a.jpg', 'invalid'],
  ['http://256.1.1.1/', 'invalid'],
  ['http://1.2.3.4.5/', 'invalid'],
  ['http://[::1/', 'invalid'],
  ['http://[fe80::1%25eth0]/', 'invalid'],
  ['http://localhost%00.example.com/', 'invalid'],
  ['http:\\\\example.com\\a.jpg', 'invalid'],
  ['https://example.com\\@127.0.0.1/', 'invalid'],
  ['https://exam\tple.com/a.jpg', 'invalid'],
  ['https://example.com/a.jpg\n', 'invalid'],
  ['ht\ntps://example.com/a.jpg', 'invalid'],
  ['https://example.com/\u0000a.jpg', 'invalid'],
  ['https://example.com/\u0085a.jpg', 'invalid'],
  ['https://example.com/\ud800.jpg', 'invalid'],
  [`https://example.com/${'a'.repeat(236)}`, 'invalid'],
  [`https://example.com/${'a'.repeat(235)}`, 'ok'],

  // Other schemes.
  ['file:///etc/passwd', 'scheme'],
  ['ftp://example.com/a.jpg', 'scheme'],
  ['data:image/png;base64,iVBORw0KGgo=', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['blob:https://example.com/1b9d6bcd', 'scheme'],
  ['gopher://example.com:70/1', 'scheme'],
  ['wss://example.com/a', 'scheme'],
  ['C:/pictures/a.jpg', 'scheme'],
  ['localhost:8080/a.jpg', 'scheme'],

  // Credentials.
  ['https://user:password@example.com/a.jpg', 'credentials'],
  ['https://user@example.com/a.jpg', 'credentials'],
  ['https://:password@example.com/a.jpg', 'credentials'],
  ['https://example.com@127.0.0.1/', 'credentials'],
  ['http://user@127.0.0.1:8901/a.jpg', 'credentials'],

  // Ports.
  ['http://example.com:8080/a.jpg', 'port'],
  ['https://example.com:22/', 'port'],
  ['http://example.com:0/', 'port'],
  ['http://127.0.0.1:8900/', 'port'],

  // IPv4 in every notation.
  ['http://127.0.0.1/', 'ip'],
  ['http://8.8.8.8/', 'ip'],
  ['http://169.254.169.254/latest/meta-data/', 'ip'],
  ['http://10.0.0.1./', 'ip'],
  ['http://0/', 'ip'],
  ['http://127.1/', 'ip'],
  ['http://0x7f.1/', 'ip'],
  ['http://0x7f000001/', 'ip'],
  ['http://2130706433/', 'ip'],
  ['http://017700000001/', 'ip'],
  ['http://0177.0.0.01/', 'ip'],
  ['http://%31%32%37.0.0.1/', 'ip'],
  ['http://１２７.0.0.1/', 'ip'],
  ['http://①②⑦.⓪.⓪.①/', 'ip'],
  ['http://127。0。0。1/', 'ip'],
  ['http://1.2.3.0x/', 'ip'],

  // IPv6, mapped and translated ones too.
  ['http://[::]/', 'ip'],
  ['http://[::1]/', 'ip'],
  ['http://[0:0:0:0:0:0:0:1]/', 'ip'],
  ['http://[::ffff:127.0.0.1]/', 'ip'],
  ['http://[::ffff:7f00:1]/', 'ip'],
  ['http://[64:ff9b::7f00:1]/', 'ip'],
  ['http://[2002:7f00:1::]/', 'ip'],
  ['http://[fd00::1]/', 'ip'],
  ['http://[2606:4700::1111]/', 'ip'],

  // Names that stay inside.
  ['http://localhost/', 'private'],
  ['http://LOCALHOST./', 'private'],
  ['http://ｌｏｃａｌｈｏｓｔ/', 'private'],
  ['http://loc%61lhost/', 'private'],
  ['http://pictures.localhost/', 'private'],
  ['http://printer.local/', 'private'],
  ['http://printer.local./', 'private'],
  ['http://metadata.google.internal/', 'private'],
  ['http://nas.lan/', 'private'],
  ['http://router.home.arpa/', 'private'],
  ['http://wiki.corp/', 'private'],
  ['http://hidden.onion/', 'private'],
  ['http://intranet/', 'private'],
  ['http://com/', 'private'],
  ['http://com./', 'private'],
  ['http://example..com/', 'name'],
  ['http://example.com../', 'name'],
  ['http://.example.com/', 'name'],

  // Ourselves.
  ['https://vitrine.shop/s-demo/a.jpg', 'own'],
  ['https://VITRINE.shop./a.jpg', 'own'],
  ['http://vitrine.shop:443/a.jpg', 'own'],
  ['http://img.vitrine.shop/a.jpg', 'own'],
  ['https://schöne-bilder.de/a.jpg', 'own'],
  ['https://xn--schne-bilder-6ib.de/a.jpg', 'own'],
  ['https://other.vitrine.shop/a.jpg', 'ok'],

  // Places that the operator allows, exactly.
  ['http://127.0.0.1:8901/a.jpg', 'ok'],
  ['http://2130706433:8901/a.jpg', 'ok'],
  ['http://[::1]:8902/a.jpg', 'ok'],
  ['https://pictures.localhost/a.jpg', 'ok'],
  ['http://pictures.localhost:80/a.jpg', 'private'],
  ['ftp://127.0.0.1:8901/a.jpg', 'scheme'],
];

/** The verdict in one word, from what `checkUrl` says. */
function verdictOf(url: string): string {
  const checked = checkUrl(url, RULES);
  if (checked.ok) return 'ok';
  const { fault } = checked;
  if (fault.kind === 'url-invalid') return fault.url === url ? 'invalid' : 'another URL';
  if (fault.kind !== 'url-refused' || fault.url !== url) return 'another fault';
  return Object.entries(REASONS).find(([, reason]) => reason === fault.reason)?.[0] ?? fault.reason;
}

describe('checkUrl', () => {
  it.each(TABLE)('%j → %s [IMG-8]', (url, verdict) => {
    expect(verdictOf(url)).toBe(verdict);
  });

  it('hands back the URL as the platform reads it', () => {
    const checked = checkUrl(' HTTPS://Bücher.example.com:443/bild 1.jpg', RULES);
    expect(checked.ok && checked.value.href).toBe('https://xn--bcher-kva.example.com/bild%201.jpg');
  });

  it('takes the length limit from the rules', () => {
    const url = `https://example.com/${'a'.repeat(1_000)}`;
    expect(checkUrl(url, { ...RULES, maxCharacters: 2_000 }).ok).toBe(true);
  });
});
