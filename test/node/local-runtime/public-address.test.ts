import { expect, it } from 'vitest';
import { isPublicAddress } from '../../../scripts/local-runtime/public-address.ts';

it.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '64:ff9b::808:808',
])('%s is a public address [RUN-8]', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

const NOT_PUBLIC = `
  0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1
  192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 255.255.255.255
  :: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 0:0:0:0:0:ffff:192.168.0.1 ::127.0.0.1 100::1
  64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:: 64:ff9b:1::8.8.8.8 ::ffff:0:8.8.8.8
  2001::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1
  fe80::1%eth0 2606:4700::1111%lo 127.1 2130706433 localhost`;

it.each([...NOT_PUBLIC.trim().split(/\s+/), ''])('%s is no public address [RUN-8]', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});
