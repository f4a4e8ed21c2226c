import { BlockList, isIP } from 'node:net';

/** Addresses that are not on the public internet: IANA's registries of special addresses, and multicast. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Within 2000::/3, which is all that is given out: protocols, Teredo, ORCHID, documentation, 6to4, AS112, segments. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

/** Prefixes whose last 32 bits are an IPv4 address that a connection leads to: mapped, and NAT64 by its known prefix. */
const EMBEDDING_IPV6 = ['::ffff:0:0/96', '64:ff9b::/96'];

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}

const specialIpv4 = listOf(SPECIAL_IPV4, 'ipv4');
const givenOutIpv6 = listOf(['2000::/3'], 'ipv6');
const specialIpv6 = listOf(SPECIAL_IPV6, 'ipv6');
const embeddingIpv6 = EMBEDDING_IPV6.map((range) => listOf([range], 'ipv6'));

/**
 * Returns whether an address is on the public internet. Of addresses that carry an IPv4 address, that one decides.
 *
 * @param address IPv4 with four decimals or IPv6 without brackets; anything else is not public.
 */
export function isPublicAddress(address: string): boolean {
  const [plain = '', zone] = address.split('%');
  if (zone !== undefined) return false;
  if (isIP(plain) === 4) return !specialIpv4.check(plain, 'ipv4');
  if (isIP(plain) !== 6) return false;
  if (embeddingIpv6.some((list) => list.check(plain, 'ipv6'))) return isPublicAddress(lastFourBytes(plain));
  return givenOutIpv6.check(plain, 'ipv6') && !specialIpv6.check(plain, 'ipv6');
}

/** Returns the last four bytes of an IPv6 address as an IPv4 address. */
function lastFourBytes(address: string): string {
  // The URL parser writes an address in one way, whatever notation it comes in: without dots, the zeros left out.
  const { hostname } = new URL(`http://[${address}]/`);
  const [tail = ''] = hostname.slice(1, -1).split('::').slice(-1);
  const groups = ['0', '0', ...tail.split(':')]
    .slice(-2)
    .map((group) => Number.parseInt(group === '' ? '0' : group, 16));
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
}
