// The client's IP address, as the platform reports it.

/** Length of the longest IPv6 address with brackets and port. A header that no platform wrote may be longer. */
const maxEntryLength = 53;

/**
 * The client's address from X-Forwarded-For; undefined without the header. Only the last entry is used: the platform appended
 * it, and the client may have forged the others. An IPv6 address is reduced to its network (/64), since one client
 * controls every address in it. Behind your own proxy, the last entry is the proxy's address.
 */
export function clientAddress(forwardedFor: string | null): string | undefined {
  const last = forwardedFor?.split(',').at(-1)?.trim().slice(-maxEntryLength);
  if (!last) return undefined;
  const address = /^\[(.*)\](?::\d+)?$/.exec(last)?.[1] ?? /^([^:]*):\d+$/.exec(last)?.[1] ?? last;
  return address.includes(':') ? networkOf(address) : address;
}

/** The first four groups, with `::` expanded. */
function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const all = [...first, ...Array<string>(zeros).fill('0'), ...last];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
