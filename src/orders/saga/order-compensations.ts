// The compensation of each step of an order. It may run although the step has not acted, and then does nothing.

import { type Compensations, makeCompensations } from '../../shared/durable/compensations';
import type { Orchestration } from '../../shared/durable/durable';
import type { Result } from '../../shared/result';
import type { OrderLine } from '../order';
import type { Payment } from '../ports/payments';
import { refundPayment, voidPayment } from './payment-steps';
import type { Saga } from './saga';
import type { ShipmentRun } from './shipment-run';
import { cancelShipment } from './shipment-steps';
import { releaseStock, restockStock, type SoldLine } from './stock-steps';

/** The compensations by name, with the input of each. */
export interface OrderUndo {
  releaseStock: OrderLine[];
  voidPayment: Payment;
  restockStock: SoldLine[];
  refundPayment: Payment;
  cancelShipment: ShipmentRun;
}

export type OrderCompensations = Compensations<OrderUndo>;

export function makeOrderCompensations(saga: Saga): OrderCompensations {
  return makeCompensations<OrderUndo>({
    releaseStock: (lines) => releaseStock(saga, lines),
    voidPayment: (payment) => one(voidPayment(saga, payment)),
    restockStock: (lines) => restockStock(saga, lines),
    refundPayment: (payment) => one(refundPayment(saga, payment)),
    cancelShipment: (parcel) => one(cancelShipment(saga, parcel)),
  });
}

function* one(undo: Orchestration<Result<unknown>>): Orchestration<Result<unknown>[]> {
  return [yield* undo];
}
