// What the customer is told by mail, as plain text.

import { formatMoney } from '../shared/money';
import type { Order } from './order';

export type MailEvent = 'confirmed' | 'shipped' | 'delivered' | 'refused' | 'cancelled' | 'refunded';

export interface MailText {
  subject: string;
  text: string;
}

const reasons: Record<string, string> = {
  'STOCK.SHORT': 'there are not enough units in stock',
  'STOCK.NOT_RESERVED': 'there are not enough units in stock any more',
  'PAYMENT.DECLINED': 'your payment was declined',
  'ORDER.REJECTED': 'we cannot accept your order',
  'SHIPMENT.REFUSED': 'the carrier does not deliver to your address',
};

/** The mail for what became of an order; `reason` is the code of a refusal. */
export function orderMail(order: Order, event: MailEvent, reason?: string): MailText {
  const { subject, opening } = wordings[event](order, reason);
  const text = [`Hello ${order.shippingAddress.name},`, opening, ...summary(order), 'Your Cartwright shop'].join(
    '\n\n',
  );
  return { subject: `${subject} (${order.orderId})`, text: `${text}\n` };
}

type Wording = { subject: string; opening: string };

const wordings: Record<MailEvent, (order: Order, reason?: string) => Wording> = {
  confirmed: () => ({
    subject: 'Your order is confirmed',
    opening: 'thank you for your order. Your payment has arrived and we are packing.',
  }),
  shipped: ({ shipments }) => ({
    subject: 'Your order is on its way',
    opening:
      shipments.length > 1
        ? `your order is on its way in ${shipments.length} parcels.`
        : 'your order is on its way in one parcel.',
  }),
  delivered: () => ({
    subject: 'Your order has arrived',
    opening: 'your order has been delivered. We hope you like it.',
  }),
  cancelled: () => ({
    subject: 'Your order is cancelled',
    opening: 'your order is cancelled, as you asked. You do not pay anything for it.',
  }),
  refunded: ({ total }) => ({
    subject: 'Your order is refunded',
    opening: `we have sent back what you paid for your order: ${formatMoney(total)}.`,
  }),
  refused: (_order, reason = '') => ({
    subject: 'Your order cannot be fulfilled',
    opening: `we are sorry: ${reasons[reason] ?? 'something went wrong on our side'}. You do not pay anything for this order.`,
  }),
};

function summary(order: Order): string[] {
  const { name, street, postalCode, city, country } = order.shippingAddress;
  const lines = order.lines.map((line) => `${line.quantity} x ${line.name}: ${formatMoney(line.total)}`);
  return [
    `Order ${order.orderId}`,
    [...lines, `Total: ${formatMoney(order.total)}`].join('\n'),
    ['Delivery address:', name, street, `${postalCode} ${city}`, country].join('\n'),
  ];
}
