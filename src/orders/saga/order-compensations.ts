// How each step of an order is undone. Each may be run when its step never acted, and then does nothing.

import { makeCompensations } from '../../shared/durable/compensations';
import { all, type DurableContext, type Orchestration } from '../../shared/durable/durable';
import type { Result } from '../../shared/result';
import type { OrderLine } from '../order';
import type { Payment } from '../ports';
import type { OrderRun } from './order-run';
import type { OrderSteps } from './order-steps';
import type { ShipmentRun } from './shipment-run';

export interface OrderUndo {
  releaseStock: OrderLine[];
  voidPayment: Payment;
  restockStock: OrderLine[];
  refundPayment: Payment;
  cancelShipment: ShipmentRun;
}

export type OrderCompensations = ReturnType<typeof makeOrderCompensations>;

export function makeOrderCompensations(
  context: DurableContext,
  { orderId }: OrderRun,
  { stock, retryPersistently, now }: OrderSteps,
) {
  const inStock = (lines: OrderLine[], operation: 'release' | 'restock') =>
    all<Result<unknown>>(
      context,
      lines.map(({ sku }) => stock(sku, operation, { orderId })),
    )[Symbol.iterator]();

  return makeCompensations<OrderUndo>({
    releaseStock: (lines) => inStock(lines, 'release'),
    voidPayment: (payment) => one(retryPersistently('voidPayment', payment)),
    restockStock: (lines) => inStock(lines, 'restock'),
    refundPayment: (payment) => one(retryPersistently('refundPayment', payment)),
    cancelShipment: ({ customerId, reference, warehouse }) =>
      one(retryPersistently('cancelShipment', { customerId, orderId, reference, warehouse, at: now() })),
  });
}

function* one(step: { [Symbol.iterator](): Orchestration<Result<unknown>> }): Orchestration<Result<unknown>[]> {
  return [yield* step];
}
