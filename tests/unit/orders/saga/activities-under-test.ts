// The activities of an order with a scripted payment provider, carrier and mailer.

import type { PaymentAction } from '../../../../src/orders/order';
import type { AnnounceOrder } from '../../../../src/orders/order-changes';
import type { Payment, Payments } from '../../../../src/orders/ports/payments';
import { makeOrderActivities } from '../../../../src/orders/saga/activities';
import { type Mail, MailLimitReached } from '../../../../src/shared/mail/mail';
import { accepted, refused } from '../../../../src/shared/result';
import { makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { makeFakeOrderStore } from '../../../helpers/fake-orders';
import { anOrder, customerId, orderId } from '../../../helpers/order-builders';

export const at = '2026-03-01T12:00:05.000Z';
/** What the activities' clock says. */
export const later = '2026-03-01T12:01:30.000Z';
export const key = { customerId, orderId };
export const parcel = { ...key, reference: `${orderId}:north`, warehouse: 'north' };

const usual = {
  tooLate: false,
  refusing: false,
  declining: false,
  notStarted: '',
  order: anOrder({ state: 'captured' }),
  /** What the customer has to do, where they can be asked; and what has come of it. */
  action: undefined as PaymentAction | undefined,
  announce: undefined as AnnounceOrder | undefined,
  authorization: undefined as Awaited<ReturnType<Payments['authorization']>> | undefined,
};

export function setUp(options: Partial<typeof usual> = {}) {
  const { tooLate, refusing, declining, notStarted, order } = { ...usual, ...options };
  const orders = makeFakeOrderStore([order]);
  const calls: string[] = [];
  const mails: Mail[] = [];
  const warnings: string[] = [];
  const post = { isDown: false, isFull: false };
  const authorization = async () => options.authorization ?? accepted({ paymentId: 'pay_1', amount: 2800 });
  const pay = (operation: string) => async (_payment: Payment, idempotencyKey: string) => {
    calls.push(`${operation} ${idempotencyKey}`);
    return declining ? refused('PAYMENT.DECLINED' as const, 'no') : accepted({ paymentId: 'pay_1', amount: 2800 });
  };
  const activities = makeOrderActivities<undefined>({
    orders,
    payments: {
      authorize: async (payment, idempotencyKey, returnUrl) =>
        returnUrl !== undefined && options.action
          ? accepted({ paymentId: 'pay_1', amount: 0, action: options.action })
          : pay('authorize')(payment, idempotencyKey),
      authorization,
      capture: pay('capture'),
      void: pay('void'),
      refund: pay('refund'),
    },
    ...(options.announce && { announce: options.announce }),
    returnUrlOf: (id) => `https://shop.example/?order=${id}`,
    carrier: {
      createShipment: async ({ reference }) =>
        refusing ? refused('SHIPMENT.REFUSED', 'no') : accepted({ shipmentId: `shp of ${reference}` }),
      cancelShipment: async (_id, reference) =>
        tooLate ? refused('SHIPMENT.DISPATCHED', 'The parcel is on its way.') : accepted({ reference }),
    },
    mailer: {
      async send(mail) {
        if (post.isFull) throw new MailLimitReached(mail.about, mail.event);
        if (post.isDown) throw new Error('no connection');
        mails.push(mail);
      },
    },
    runs: () => ({
      ...makeFakeOrderShop().services.runs,
      async raiseShipmentEvent(reference, event) {
        calls.push(`${event} ${reference}`);
        return reference !== notStarted;
      },
    }),
    apiUrl: 'https://shop.example/api',
    now: () => new Date(later),
    carts: () => makeFakeOrderShop().services.carts,
    warn: (_context, message, cause) => void warnings.push(`${message}: ${(cause as Error).message}`),
  });
  const stored = async () => orders.find(customerId, orderId);
  return { activities, orders, calls, mails, warnings, post, stored };
}
