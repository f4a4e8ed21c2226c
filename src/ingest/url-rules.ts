import { fail, ok, type Result } from '../platform/result.ts';
import type { IngestFault } from './faults.ts';

/** The rules by which a URL is fetched or refused. */
export interface UrlRules {
  /** The longest URL, in characters as sent: a limit of the dialect (255 in BigCommerce V3, 2000 in Shoptet). */
  readonly maxCharacters: number;
  /**
   * Exact `host:port` entries, always with the port, that are exempt from the rules for hosts and ports. Empty by
   * default.
   */
  readonly allowedHosts: readonly string[];
  /** The host names of this service itself, with or without a port. */
  readonly ownHosts: readonly string[];
  /** True on a developer's machine, where a refusal may say which setting allows the host. */
  readonly isSandbox?: boolean;
}

/** Top-level names that never lead to the public internet (RFC 6761, 6762, 7686, 8375 and common private zones). */
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

/** The ports that may be fetched from; an empty port is the scheme's default. */
const PUBLIC_PORTS: ReadonlySet<string> = new Set(['', '80', '443']);

/**
 * The scheme, two slashes and a host. The URL parser alone would also accept `http:host`, `http:///host` and
 * `http:\host`.
 */
const ABSOLUTE_HTTP = /^https?:\/\/[^/?#]/i;

const NOT_PUBLIC = 'The host is not on the public internet.';

/** The header by which the local service's way out (scripts/local-runtime) says that it has refused an address. */
export const ADDRESS_REFUSED_HEADER = 'vitrine-address-refused';

/** Any scheme, as in `file:`, `data:` and `ftp:`. */
const ANY_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Checks a URL before anything is sent to it (IMG-8). Returns the parsed URL.
 *
 * The check uses the URL as the platform parses it: every notation of an IPv4 address has become four decimals, and
 * international names have become punycode. A public name can still resolve to a private address. The flag
 * `global_fetch_strictly_public` prevents that, because a Worker cannot resolve names itself; on a laptop its way out does.
 *
 * Faults: `url-invalid` for a URL that is not absolute http or https, or too long; `url-refused` with the reason.
 */
export function checkUrl(url: string, rules: UrlRules): Result<URL, IngestFault> {
  if (url.length > rules.maxCharacters || hasForbiddenCharacter(url)) return fail({ kind: 'url-invalid', url });
  const trimmed = url.trim();
  if (!ABSOLUTE_HTTP.test(trimmed)) return nonHttpFault(trimmed, url);
  const parsed = URL.parse(trimmed);
  if (parsed === null) return fail({ kind: 'url-invalid', url });
  const reason =
    credentialsRefusalReason(parsed) ??
    (isAllowed(parsed, rules.allowedHosts) ? undefined : hintedRefusalReason(parsed, rules));
  return reason === undefined ? ok(parsed) : fail({ kind: 'url-refused', url, reason });
}

/**
 * Returns whether the URL has characters that the parser would drop or change silently: control characters such as tabs
 * and line breaks, backslashes, and lone surrogates.
 */
function hasForbiddenCharacter(url: string): boolean {
  return url.includes('\\') || /\p{Cc}/u.test(url) || !url.isWellFormed();
}

/** Returns the fault for a URL that is not http or https. */
function nonHttpFault(trimmed: string, url: string): Result<never, IngestFault> {
  const isOtherScheme = ANY_SCHEME.test(trimmed) && !/^https?:/i.test(trimmed) && URL.canParse(trimmed);
  if (!isOtherScheme) return fail({ kind: 'url-invalid', url });
  return fail({ kind: 'url-refused', url, reason: 'Only http and https are fetched from.' });
}

/** Returns the reason for refusing a URL with credentials in it, otherwise undefined. */
function credentialsRefusalReason(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  return 'A URL with a user name or password in it is not fetched.';
}

/**
 * Returns the reason for refusing a host or port, or undefined when it is allowed. In a sandbox it names the setting that
 * allows the host, unless the host is the service itself; a deployment says nothing of its configuration.
 */
function hintedRefusalReason(url: URL, rules: UrlRules): string | undefined {
  const reason = hostRefusalReason(url, rules);
  if (reason === undefined || !rules.isSandbox || rules.ownHosts.includes(url.host)) return reason;
  return withHint(reason, url, rules);
}

/** Adds to the reason of a refusal which setting allows the host. */
function withHint(reason: string, url: URL, rules: UrlRules): string {
  return `${reason} In this sandbox INGEST_ALLOWED_HOSTS=${[...rules.allowedHosts, hostAndPort(url)].join(',')} allows it.`;
}

/**
 * Returns the reason for a URL that the local service's way out has refused, by the addresses that its name leads to.
 * Returns undefined for every other answer, and for all of them in a deployment, where the platform does the same.
 */
export function addressRefusalReason(url: URL, headers: Headers, rules: UrlRules): string | undefined {
  if (!rules.isSandbox || !headers.has(ADDRESS_REFUSED_HEADER)) return undefined;
  return withHint(NOT_PUBLIC, url, rules);
}

/** Returns the reason for refusing a host or port, or undefined when it is allowed. */
function hostRefusalReason(url: URL, rules: UrlRules): string | undefined {
  if (!PUBLIC_PORTS.has(url.port)) return 'Only ports 80 and 443 are fetched from.';
  if (isIpLiteral(url.hostname)) return 'The host must be a name, not an IP address.';
  const name = withoutTrailingDot(url.hostname);
  const labels = name.split('.');
  if (labels.includes('')) return 'The host name is not valid.';
  if (labels.length < 2 || PRIVATE_TOP_LEVEL_NAMES.has(labels.at(-1) ?? '')) return NOT_PUBLIC;
  if (rules.ownHosts.some((own) => normalizedHostName(own) === name)) return 'The host is this service itself.';
  return undefined;
}

/**
 * Returns whether a host is an IP address. The URL parser writes every IPv6 address in brackets and every IPv4 address
 * as four decimals.
 */
function isIpLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Removes the dot at the end of a host name, which names the same host. */
function withoutTrailingDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}

/**
 * Returns a host name as the URL parser writes it, without its port, so that upper case and international names compare
 * equal. Returns undefined when it is not a host name.
 */
function normalizedHostName(ownHost: string): string | undefined {
  const parsed = URL.parse(`http://${ownHost}`);
  return parsed === null ? undefined : withoutTrailingDot(parsed.hostname);
}

function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  const address = hostAndPort(url);
  return allowedHosts.some((allowed) => allowed.trim().toLowerCase() === address);
}

/** Returns a URL's `host:port` as `allowedHosts` has it, always with the port. */
export function hostAndPort(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname}:${port}`;
}
