// What a browser is allowed to do on behalf of a page. Scripts and styles come from this app's files only, and nobody may frame a
// page. The one exception is the checkout of a shop with Stripe, which has to load Stripe's own script.
// https://docs.stripe.com/security/guide#content-security-policy

const own: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  // Placeholders of pictures are data urls.
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

const stripe: Readonly<Record<string, readonly string[]>> = {
  'script-src': ['https://js.stripe.com', 'https://*.js.stripe.com'],
  'frame-src': ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  'connect-src': ['https://api.stripe.com'],
};

export interface SecurityOptions {
  /** The document takes payments with Stripe's script. */
  withStripe?: boolean;
  /** Origins that the page's script may send requests to, besides its own. */
  connectTo?: readonly string[];
}

export function securityHeaders({ withStripe = false, connectTo = [] }: SecurityOptions = {}): Record<string, string> {
  const more = [...(withStripe ? [stripe] : []), { 'connect-src': connectTo }];
  const names = new Set([own, ...more].flatMap((directives) => Object.keys(directives)));
  const policy = [...names].map((name) => {
    const sources = [own, ...more].flatMap(
      (directives: Readonly<Record<string, readonly string[]>>) => directives[name] ?? [],
    );
    return `${name} ${sources.join(' ')}`;
  });
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}
