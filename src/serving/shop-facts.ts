// What the storefront has to know before its first request, as data in its document.

/** Read by the storefront from `<script type="application/json" id="facts">`. */
export interface ShopFacts {
  payments: 'sandbox' | 'stripe';
  /** Stripe's publishable key, where payments are Stripe's. */
  stripeKey?: string;
}

/** JSON that cannot end the element it stands in. */
export function factsElement(facts: ShopFacts): string {
  return `<script type="application/json" id="facts">${JSON.stringify(facts).replaceAll('<', '\\u003c')}</script>`;
}
