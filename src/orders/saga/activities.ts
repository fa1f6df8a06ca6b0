// The activities of orders. An activity acts on the outside through one port, then records the result. It may run more than once
// for one call, so each act has an idempotency key.

import { makeMailActivities } from './mail-activities';
import type { OrderActivityHandlers } from './order-activities';
import { makePaymentActivities, type PaymentActivityDeps } from './payment-activities';
import { makeRecordActivities, type RecordActivityDeps } from './record-activities';
import { makeRefundActivities } from './refund-activities';
import { makeShipmentActivities, type ShipmentActivityDeps } from './shipment-activities';

export interface OrderActivityDeps<Context>
  extends PaymentActivityDeps<Context>,
    ShipmentActivityDeps<Context>,
    RecordActivityDeps<Context> {
  /** The owner's mail address, if one is set. */
  ownerEmail?: string;
  /** Where the app's API is reached, for commands in mails. */
  apiUrl: string;
}

export function makeOrderActivities<Context>(deps: OrderActivityDeps<Context>): OrderActivityHandlers<Context> {
  return {
    ...makeRecordActivities(deps),
    ...makePaymentActivities(deps),
    ...makeShipmentActivities(deps),
    ...makeRefundActivities(deps),
    ...makeMailActivities(deps),
  };
}
