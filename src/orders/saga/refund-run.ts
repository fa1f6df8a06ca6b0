// The input of a refund's orchestration.

import type { Line } from '../../shared/contracts';
import type { Money } from '../../shared/money';
import type { Order, Refund } from '../order';
import { parcelReference } from '../parcels';
import type { Payment } from '../ports/payments';
import { parcelsRefundedBy } from '../refunds';
import type { ParcelKey } from './order-activities';
import { paymentOf } from './order-run';

/** Units of a line; `soldQuantity` are all units that were sold with it. */
export interface SoldUnits extends Line {
  soldQuantity: number;
}

export interface RefundRun {
  orderId: string;
  customerId: string;
  number: number;
  payment: Payment;
  /** Absent for all that is left. */
  part?: Money;
  /** The key at the payment provider, and of the units that return to stock. */
  actKey: string;
  /** The parcels to withdraw unless they are on their way. */
  parcels: ParcelKey[];
  /** The units to return to stock; may be empty. */
  restock: SoldUnits[];
}

/** The input of version 1.0: a refund of everything, the only one of its order. */
export interface WholeRefundRun {
  orderId: string;
  customerId: string;
  payment: Payment;
  restock: Line[];
  reason: string;
}

export function refundRun(order: Order, refund: Refund): RefundRun {
  const { orderId, customerId, total, createdAt: placedAt } = order;
  const { number, actKey, isWhole, lines } = refund;
  const parcels = parcelsRefundedBy(order, refund).map(({ warehouse }) => {
    return { orderId, customerId, warehouse, reference: parcelReference(orderId, warehouse) };
  });
  const soldOf = (sku: string) => order.lines.find((line) => line.sku === sku)?.quantity ?? 0;
  return {
    ...{ orderId, customerId, number, actKey, parcels },
    payment: paymentOf({ ...order, placedAt }),
    ...(!isWhole && { part: { ...total, amount: refund.amount } }),
    restock: refund.restock ? lines.map((line) => ({ ...line, soldQuantity: soldOf(line.sku) })) : [],
  };
}
