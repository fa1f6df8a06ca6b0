// The activities of the cart orchestrator. Each is idempotent, since it may run more than once for one call.

import type { ProductLookup } from '../shared/contracts';
import { derivedId } from '../shared/ids';
import { type Mailer, MailLimitReached } from '../shared/mail/mail';
import { renderMail } from '../shared/mail/mail-page';
import { formatMoney } from '../shared/money';
import type { CartSnapshot } from './idle-cart';
import type { CartStore, Contacts } from './ports';
import { type PricedCart, priceCart } from './priced-cart';

/** The names are stored in histories, so they never change. */
export type CartActivities = {
  lookAtCart: { input: { customerId: string }; output: CartSnapshot };
  /** Sends no mail when no address is known. */
  remindOfCart: { input: { customerId: string; filledAt: number }; output: { reminded: boolean } };
  /** Clears the cart if it is still at the version that was found idle. */
  expireCart: { input: { customerId: string; version: number }; output: { expired: boolean } };
};

export interface CartActivityDeps<Context> {
  cartsOf: (context: Context) => CartStore;
  contacts: Contacts;
  mailer: Mailer;
  products: ProductLookup;
  currency: () => Promise<string>;
}

/** The handlers of the activities; `Context` is what the platform passes to each invocation. */
export type CartActivityHandlers<Context> = {
  [Name in keyof CartActivities]: (
    input: CartActivities[Name]['input'],
    context: Context,
  ) => Promise<CartActivities[Name]['output']>;
};

export function makeCartActivities<Context>(deps: CartActivityDeps<Context>): CartActivityHandlers<Context> {
  const { cartsOf, contacts, mailer, products, currency } = deps;
  return {
    async lookAtCart({ customerId }, context) {
      const { lines, version, filledAt, touchedAt } = await cartsOf(context).read(customerId);
      return { units: lines.reduce((units, { quantity }) => units + quantity, 0), version, filledAt, touchedAt };
    },

    async remindOfCart({ customerId, filledAt }, context) {
      const to = await contacts.emailOf(customerId);
      const cart = await cartsOf(context).read(customerId);
      if (to === undefined || cart.lines.length === 0 || cart.filledAt !== filledAt) return { reminded: false };
      const known = await products.find(cart.lines.map(({ sku }) => sku));
      const priced = priceCart(cart, known, known[0]?.price.currency ?? (await currency()));
      try {
        await mailer.send({ about: `${customerId}-cart-${filledAt}`, event: 'reminder', to, ...reminder(priced) });
        return { reminded: true };
      } catch (error) {
        if (error instanceof MailLimitReached) return { reminded: false };
        throw error;
      }
    },

    async expireCart({ customerId, version }, context) {
      const id = derivedId('cmd', 'expire', customerId, String(version));
      const cleared = await cartsOf(context).apply(customerId, id, { kind: 'clear', onlyIfVersion: [version] });
      return { expired: cleared.ok };
    },
  };
}

function reminder({ lines, total }: PricedCart) {
  const rows = lines.map((line) => ({ label: `${line.quantity} x ${line.name}`, value: formatMoney(line.total) }));
  return renderMail({
    subject: 'Your cart is waiting for you',
    greeting: 'Hello,',
    parts: [
      'you left these items in your cart:',
      { rows, total: { label: 'Total', value: formatMoney(total) } },
      'We will keep them there for you a while longer.',
    ],
  });
}
