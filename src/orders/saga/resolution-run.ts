// The input of the orchestration that tries an order's undoing again.

import type { Order, OrderLine, Resolution } from '../order';
import { parcelsOf } from '../parcels';
import type { Payment } from '../ports/payments';
import { failureOf } from '../resolutions';
import { paymentOf } from './order-run';
import { type ShipmentRun, shipmentRuns } from './shipment-run';
import type { SoldLine } from './stock-steps';

export interface ResolutionRun {
  orderId: string;
  customerId: string;
  number: number;
  lines: OrderLine[];
  payment: Payment;
  parcels: ShipmentRun[];
  sold: SoldLine[];
  /** The code of the refusal that the order was undone for. */
  because: string;
  /** How often the undoing has failed. */
  failures: number;
}

export function resolutionInstance(orderId: string, number: number): string {
  return `${orderId}:resolution:${number}`;
}

export function resolutionRun(order: Order, { number }: Resolution): ResolutionRun {
  const { orderId, customerId, lines, timeline, createdAt: placedAt } = order;
  const failure = failureOf(order);
  // A captured payment comes after the sale of every line; without it nobody knows what was sold.
  const isSold = timeline.some(({ step }) => step === 'capturePayment');
  return {
    ...{ orderId, customerId, number, lines },
    payment: paymentOf({ ...order, placedAt }),
    parcels: shipmentRuns(order, parcelsOf(lines)),
    sold: lines.map(({ sku, quantity }) => ({ sku, ...(isSold && { soldQuantity: quantity }) })),
    because: failure.what === 'undo' ? failure.because : 'ORDER.STEP_FAILED',
    failures: timeline.filter(({ step }) => step.startsWith('undoOrder')).length,
  };
}
