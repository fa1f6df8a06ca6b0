// Activities that only send a mail: mails to the owner, and those that a record has left unsent.

import type { Mailer } from '../../shared/mail/mail';
import { ownerMail } from '../mails/owner-mails';
import type { OrderKey } from '../order';
import type { OrderStore } from '../ports/order-store';
import type { OrderActivityHandlers } from './order-activities';
import { sendMail } from './recorder';

export interface MailActivityDeps {
  orders: Pick<OrderStore, 'essentials' | 'find' | 'update'>;
  mailer: Mailer;
  linkTo?: (orderId: string) => string;
  ownerEmail?: string;
  /** Where the app's API is reached. */
  apiUrl: string;
}

export function makeMailActivities(
  deps: MailActivityDeps,
): Pick<OrderActivityHandlers<unknown>, 'sendOrderMail' | 'sendOwnerMail'> {
  async function essentialsOf({ customerId, orderId }: OrderKey) {
    const order = await deps.orders.essentials(customerId, orderId);
    if (!order) throw noOrder(customerId, orderId);
    return order;
  }

  return {
    // Read anew: which parcels there are, and how they can be followed, is not among what never changes.
    async sendOrderMail({ customerId, orderId, ...notice }) {
      const order = await deps.orders.find(customerId, orderId);
      if (!order) throw noOrder(customerId, orderId);
      await sendMail(deps, order, notice);
      return { to: order.email };
    },

    async sendOwnerMail({ event, ...key }) {
      const { mailer, ownerEmail: to, apiUrl } = deps;
      if (!to) return { to: '' };
      await mailer.send({ about: key.orderId, event, to, ...ownerMail(await essentialsOf(key), event, apiUrl) });
      return { to };
    },
  };
}

function noOrder(customerId: string, orderId: string): Error {
  return new Error(`There is no order ${orderId} of ${customerId}.`);
}
