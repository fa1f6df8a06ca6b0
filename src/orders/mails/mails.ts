// The mails that a customer gets about an order.

import type { MailText } from '../../shared/mail/mail';
import { renderMail } from '../../shared/mail/mail-page';
import type { MailPart } from '../../shared/mail/mail-part';
import { formatMoney, type Money } from '../../shared/money';
import type { Order, OrderEssentials } from '../order';
import { parcelsOf } from '../parcels';
import type { ShipmentState } from '../shipment-states';
import type { MailEvent } from './mail-events';

const reasons: Record<string, string> = {
  'STOCK.SHORT': 'there are not enough units in stock',
  'STOCK.NOT_RESERVED': 'there are no longer enough units in stock',
  'PAYMENT.DECLINED': 'your payment was declined',
  'PAYMENT.NOT_CONFIRMED': 'your payment was not confirmed in time',
  'PAYMENT.AMOUNT_REFUSED': 'we cannot charge this amount',
  'ORDER.REJECTED': 'we cannot accept your order',
  'SHIPMENT.REFUSED': 'the carrier does not deliver to your address',
};

/** An order, with its parcels and the warehouses whose parcels were withdrawn, as far as they are known. */
type MailedOrder = OrderEssentials & Pick<Partial<Order>, 'withdrawn' | 'shipments'>;

/** The mail about an event of an order; `reason` is the code of a refusal, `amount` a part of the total that was refunded, `link` the url of the order. */
export function orderMail(
  order: MailedOrder,
  event: MailEvent,
  reason?: string,
  amount?: Money,
  link?: string,
): MailText {
  const { subject, opening } = event === 'refunded' && amount ? partlyRefunded(amount) : wordings[event](order, reason);
  return renderMail({
    subject: `${subject} (${order.orderId})`,
    greeting: `Hello ${order.shippingAddress.name},`,
    parts: [
      opening,
      ...(event === 'shipped' ? tracking(order) : []),
      ...summary(order),
      ...(link === undefined ? [] : [{ text: 'See your order', url: link }]),
    ],
  });
}

/**
 * The mail to send after a parcel's report: due when all parcels of the order are in the reported state.
 * None if the order has been refunded since: a delivery mail would be out of place.
 */
export function parcelMail({ state }: Pick<Order, 'state'>, reported: ShipmentState): MailEvent | undefined {
  const whole = { created: undefined, dispatched: 'shipped', delivered: 'delivered' } as const;
  const event = whole[reported];
  return event === state ? event : undefined;
}

type Wording = { subject: string; opening: string };

const wordings: Record<MailEvent, (order: MailedOrder, reason?: string) => Wording> = {
  confirmed: () => ({
    subject: 'Your order is confirmed',
    opening: 'thank you for your order. We have received your payment and are packing your order now.',
  }),
  shipped: ({ lines, withdrawn = [] }) => {
    const parcels = parcelsOf(lines).filter(({ warehouse }) => !withdrawn.includes(warehouse)).length;
    const inParcels = parcels > 1 ? `${parcels} parcels` : 'one parcel';
    return { subject: 'Your order is on its way', opening: `your order is on its way to you in ${inParcels}.` };
  },
  delivered: () => ({
    subject: 'Your order has arrived',
    opening: 'your order has been delivered. We hope you like it.',
  }),
  cancelled: () => ({
    subject: 'Your order is cancelled',
    opening: 'your order is cancelled, as you requested. You will not be charged for it.',
  }),
  refunded: ({ total }) => ({
    subject: 'Your order is refunded',
    opening: `we have refunded what you paid for your order: ${formatMoney(total)}.`,
  }),
  refused: (_order, reason = '') => ({
    subject: 'Your order cannot be fulfilled',
    opening: `we are sorry: ${reasons[reason] ?? 'something went wrong on our side'}. You will not be charged for this order.`,
  }),
};

/** How the parcels can be followed, as far as the owner has said so. */
function tracking({ shipments = [] }: MailedOrder): MailPart[] {
  return shipments.flatMap(({ trackingNumber: number, carrier, trackingUrl: url }): MailPart[] => {
    if (number === undefined) return [];
    const lines = carrier === undefined ? [number] : [`${number} (${carrier})`];
    const page = url === undefined ? [] : [{ text: `Follow parcel ${number}`, url }];
    return [{ heading: 'Tracking number', lines }, ...page];
  });
}

function partlyRefunded(amount: Money): Wording {
  return {
    subject: 'A refund for your order',
    opening: `we have refunded a part of what you paid for your order: ${formatMoney(amount)}.`,
  };
}

function summary(order: OrderEssentials): MailPart[] {
  const { name, street, postalCode, city, country } = order.shippingAddress;
  return [
    `Order ${order.orderId}`,
    orderTable(order),
    { heading: 'Delivery address', lines: [name, street, `${postalCode} ${city}`, country] },
  ];
}

/** The lines of an order with its total. */
export function orderTable({ lines, total }: Pick<OrderEssentials, 'lines' | 'total'>): MailPart {
  const rows = lines.map((line) => ({ label: `${line.quantity} x ${line.name}`, value: formatMoney(line.total) }));
  return { rows, total: { label: 'Total', value: formatMoney(total) } };
}
