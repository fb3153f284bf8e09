import { BlockList, isIPv4 } from 'node:net';

/**
 * IPv4 that leads to no public host: this machine, private and shared networks, link-local, test and
 * multicast ranges (RFC 6890 and the IANA registry of special-purpose addresses).
 */
const SPECIAL_V4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4';

/** Of IPv6 only 2000::/3 is given to public hosts, and of that not these (among them tunnels to IPv4). */
const PUBLIC_V6 = '2000::/3';
const SPECIAL_V6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20';

const specialV4 = networkList(SPECIAL_V4.split(' '));
const publicV6 = networkList([PUBLIC_V6]);
const specialV6 = networkList(SPECIAL_V6.split(' '));

/** Whether an address (IPv4 or IPv6 in its usual notation) leads to a host of the public internet. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !specialV4.check(address, 'ipv4');
  return publicV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}

export function isIn(networks: BlockList, address: string): boolean {
  return networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** A list of addresses and networks (`isNetwork`). */
export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length] = network.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (length === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(length), family);
  }
  return list;
}
