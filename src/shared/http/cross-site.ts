// CSRF protection: a page from another site can make a browser send a write with our cookies.
// Browsers state the origin of a request in headers that pages cannot set (Fetch Metadata, and Origin before it).

export interface CrossSiteRequest {
  method: string;
  /** Absolute, with the host that the client requested. */
  url: string;
  headers: Pick<Headers, 'get'>;
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * True for a write that a browser sends for a page from another site. `frontEndOrigins`, such as `https://shop.example`,
 * are our own pages on other domains. Without these headers the client is not a browser, so no page can have caused the request.
 */
export function makeIsCrossSite(frontEndOrigins: readonly string[]): (request: CrossSiteRequest) => boolean {
  return ({ method, url, headers }) => {
    if (safeMethods.includes(method.toUpperCase())) return false;
    const origin = headers.get('origin');
    if (origin !== null && frontEndOrigins.includes(origin)) return false;
    const site = headers.get('sec-fetch-site');
    if (site !== null) return site !== 'same-origin' && site !== 'none';
    return origin !== null && hostOf(origin) !== hostOf(url);
  };
}

/** With the port unless it is the scheme's default; undefined for `null`, the origin of sandboxed pages and files. */
function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host || undefined;
}
