// Which addresses webhooks may be sent to in Azure: public ones only. Whoever controls the name of an endpoint must not reach
// what only the app can reach, such as the platform's metadata service or a private network.

import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Azure's own services for a virtual machine: an address of the public range that never leaves the platform. */
const azurePlatform = '168.63.129.16';

/** Whether an address (IPv4 or IPv6) is one of the public internet: not private, local, shared, mapped, or reserved. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address.replace(/^\[|\]$/g, ''));
  return parsed.range() === 'unicast' && parsed.toString() !== azurePlatform;
}

/** Whether the host of a url is the literal of an address that is not public. */
export function isPrivateLiteral(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host);
}

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * For the option `lookup` of a request: the addresses of a name, refused if any of them is not public. It is asked at the moment
 * of the connection, so that a name that changes its address later gains nothing.
 */
export function publicLookup(hostname: string, options: LookupOptions, found: Found): void {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return found(error, []);
    if (!addresses.every(({ address }) => isPublicAddress(address))) return found(notPublic(), []);
    return options.all ? found(null, addresses) : found(null, first.address, first.family);
  });
}

function notPublic(): NodeJS.ErrnoException {
  return Object.assign(new Error('The endpoint has an address that is not public.'), { code: 'ADDRESS_NOT_PUBLIC' });
}
