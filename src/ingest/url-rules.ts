import { fail, ok, type Result } from '../platform/result.ts';
import type { IngestFault } from './faults.ts';

/** What decides whether a URL is fetched. */
export interface UrlRules {
  /** Length of the URL as sent, in characters; a dialect's limit (255 in BigCommerce V3, 2000 in Shoptet). */
  readonly maxCharacters: number;
  /**
   * Exact `host:port` entries, port always written, that pass whatever the host and port rules say; empty by default.
   */
  readonly allowedHosts: readonly string[];
  /** The host names that we answer under ourselves, with or without a port. */
  readonly ownHosts: readonly string[];
}

/**
 * Last labels of names that never lead to the public internet (RFC 6761, 6762, 7686, 8375 and common private zones).
 */
const PRIVATE_TOP_LEVEL_NAMES: ReadonlySet<string> = new Set([
  'arpa',
  'corp',
  'home',
  'internal',
  'intranet',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'onion',
  'private',
]);

/** An empty port is the scheme's own. */
const PUBLIC_PORTS: ReadonlySet<string> = new Set(['', '80', '443']);

/**
 * The scheme, two slashes and a host: the URL parser itself would also take `http:host`, `http:///host` and
 * `http:\host`.
 */
const ABSOLUTE_HTTP = /^https?:\/\/[^/?#]/i;

/** Any other scheme by name, as in `file:`, `data:` and `ftp:`. */
const ANY_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Decides about a URL before anything is sent to it (IMG-8).
 *
 * The decision is about the URL as the platform's own parser reads it, which has by then turned every notation of an
 * IPv4 address into four decimals, and every international name into punycode. A public name may still lead to a
 * private address: that is for the flag `global_fetch_strictly_public`, because a Worker cannot look names up.
 *
 * Faults: `url-invalid` for what is no absolute http or https URL, or too long; `url-refused` with the reason.
 */
export function checkUrl(url: string, rules: UrlRules): Result<URL, IngestFault> {
  if (url.length > rules.maxCharacters || hasForbiddenCharacter(url)) return fail({ kind: 'url-invalid', url });
  const trimmed = url.trim();
  if (!ABSOLUTE_HTTP.test(trimmed)) return nonHttpFault(trimmed, url);
  const parsed = URL.parse(trimmed);
  if (parsed === null) return fail({ kind: 'url-invalid', url });
  const reason =
    credentialsRefusalReason(parsed) ??
    (isAllowed(parsed, rules.allowedHosts) ? undefined : hostRefusalReason(parsed, rules));
  return reason === undefined ? ok(parsed) : fail({ kind: 'url-refused', url, reason });
}

/** Tabs and line breaks, which the URL parser drops silently, other controls, and backslashes, which it turns round. */
function hasForbiddenCharacter(url: string): boolean {
  return url.includes('\\') || /\p{Cc}/u.test(url) || !url.isWellFormed();
}

function nonHttpFault(trimmed: string, url: string): Result<never, IngestFault> {
  const isOtherScheme = ANY_SCHEME.test(trimmed) && !/^https?:/i.test(trimmed) && URL.canParse(trimmed);
  if (!isOtherScheme) return fail({ kind: 'url-invalid', url });
  return fail({ kind: 'url-refused', url, reason: 'Only http and https are fetched from.' });
}

function credentialsRefusalReason(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  return 'A URL with a user name or password in it is not fetched.';
}

/** Why this host or port is none that we fetch from, or undefined. */
function hostRefusalReason(url: URL, rules: UrlRules): string | undefined {
  if (!PUBLIC_PORTS.has(url.port)) return 'Only ports 80 and 443 are fetched from.';
  if (isIpLiteral(url.hostname)) return 'The host must be a name, not an IP address.';
  const name = withoutTrailingDot(url.hostname);
  const labels = name.split('.');
  if (labels.includes('')) return 'The host name is not valid.';
  if (labels.length < 2 || PRIVATE_TOP_LEVEL_NAMES.has(labels.at(-1) ?? ''))
    return 'The host is not on the public internet.';
  if (rules.ownHosts.some((own) => normalizedHostName(own) === name)) return 'The host is this service itself.';
  return undefined;
}

/** The URL parser writes every IPv6 address in brackets and every IPv4 address as four decimals. */
function isIpLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

/** A host name without the dot at its end, which names the same host. */
function withoutTrailingDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}

/** An own host in the parser's spelling, so that upper case, international names and ports do not matter. */
function normalizedHostName(ownHost: string): string | undefined {
  const parsed = URL.parse(`http://${ownHost}`);
  return parsed === null ? undefined : withoutTrailingDot(parsed.hostname);
}

function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  const address = hostAndPort(url);
  return allowedHosts.some((allowed) => allowed.trim().toLowerCase() === address);
}

/** A URL's place as `allowedHosts` has it: the port is always written. */
export function hostAndPort(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname}:${port}`;
}
