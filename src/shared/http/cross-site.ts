// Whether a write comes from a page of somebody else: such a page can make a browser send it, cookies included.
// A browser says where a request comes from in headers that pages cannot set (Fetch Metadata, and Origin before it).

export interface CrossSiteRequest {
  method: string;
  /** Absolute, with the host that the client asked for. */
  url: string;
  headers: Pick<Headers, 'get'>;
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * True for a write that a browser sends on behalf of a page from elsewhere. `allowedOrigins`, such as `https://shop.example`,
 * are pages of ours on other hosts. Without those headers the sender is no browser, and acts on nobody's behalf.
 */
export function makeIsCrossSite(allowedOrigins: readonly string[]): (request: CrossSiteRequest) => boolean {
  return ({ method, url, headers }) => {
    if (safeMethods.includes(method.toUpperCase())) return false;
    const origin = headers.get('origin');
    if (origin !== null && allowedOrigins.includes(origin)) return false;
    const site = headers.get('sec-fetch-site');
    if (site !== null) return site !== 'same-origin' && site !== 'none';
    return origin !== null && hostOf(origin) !== hostOf(url);
  };
}

/** With the port unless it is the scheme's own; undefined for `null`, the origin of sandboxed pages and files. */
function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host || undefined;
}
