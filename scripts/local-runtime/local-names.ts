/** The names by which a machine calls itself. They cannot be led elsewhere by a name server of somebody else's. */
const OWN_NAME = /^(?:(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** What is said to a request for another name, after that name. */
export const MISDIRECTED =
  'is no name of this machine, which this service answers to alone. SANDBOX_HOSTS names others, by comma; PUBLIC_BASE_URL the one that its URLs begin with.';

/** The variables that name the service; empty where they are not set. */
interface NamingVariables {
  readonly SANDBOX_HOSTS: string;
  readonly PUBLIC_BASE_URL: string;
}

/**
 * Returns whether a host name is one of the machine's own.
 *
 * @param hostname as in a URL, without a port.
 */
export const isOwnName = (hostname: string): boolean => OWN_NAME.test(hostname);

/** Returns whether a host name is one of SANDBOX_HOSTS, or that of PUBLIC_BASE_URL. */
export function isNamed(hostname: string, { SANDBOX_HOSTS, PUBLIC_BASE_URL }: NamingVariables): boolean {
  const named = SANDBOX_HOSTS.split(',').map((name) => name.trim().toLowerCase());
  return named.includes(hostname) || URL.parse(PUBLIC_BASE_URL)?.hostname === hostname;
}
