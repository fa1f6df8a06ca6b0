// Where a request comes from, as the platform tells it.

/** An IPv6 address in its longest form, in brackets and with a port; what no platform wrote may be longer. */
const longestEntry = 53;

/**
 * The client's address from X-Forwarded-For; undefined without the header. Only the last entry counts: the platform appended
 * it, everything before it may have been made up by the client. Of an IPv6 address the network (/64) counts, since one
 * client commands all addresses in it. Behind a proxy of one's own the entry is the proxy's.
 */
export function clientAddress(forwardedFor: string | null): string | undefined {
  const last = forwardedFor?.split(',').at(-1)?.trim().slice(-longestEntry);
  if (!last) return undefined;
  const address = /^\[(.*)\](?::\d+)?$/.exec(last)?.[1] ?? /^([^:]*):\d+$/.exec(last)?.[1] ?? last;
  return address.includes(':') ? networkOf(address) : address;
}

/** The first four groups, with `::` written out. */
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
