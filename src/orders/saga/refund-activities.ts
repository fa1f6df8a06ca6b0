// Activities of refunds, and of retries of the undoing, that write their beginning and end into the order's record; and the
// withdrawal of a parcel at the carrier.

import { accepted } from '../../shared/result';
import type { Order, Refund } from '../order';
import type { Carrier } from '../ports/carrier';
import { recordRefundEnd } from '../refund-end';
import { beginRefund, isRefundedInFull, refundsOf } from '../refunds';
import { beginResolution } from '../resolutions';
import { recordWithdrawal } from '../timeline';
import type { MailNotice, OrderActivityHandlers } from './order-activities';
import { type RecorderDeps, record } from './recorder';
import type { OrderRuns } from './runs';

export interface RefundActivityDeps<Context> extends RecorderDeps<Context> {
  carrier: Carrier;
  runs: (context: Context) => OrderRuns;
}

export type RefundActivities = 'beginRefund' | 'withdrawParcel' | 'endRefund' | 'beginResolution';

export function makeRefundActivities<Context>(
  deps: RefundActivityDeps<Context>,
): Pick<OrderActivityHandlers<Context>, RefundActivities> {
  const { orders, carrier } = deps;
  return {
    async beginRefund({ customerId, orderId, number, at }) {
      const order = await orders.update(customerId, orderId, (known) => beginRefund(known, number, at));
      const refund = refundNumbered(order, number);
      return { isDue: refund !== undefined && !refund.ended, state: order.state };
    },

    async withdrawParcel({ customerId, orderId, reference, warehouse, number, at }, context) {
      const cancelled = await carrier.cancelShipment(orderId, reference);
      if (!cancelled.ok) return cancelled;
      const apply = (order: Order) => recordWithdrawal(order, warehouse, number, at);
      const mail = (order: Order) => (refundNumbered(order, number)?.isWhole ? undefined : mailOfRest(order));
      const { unsent } = await record(deps, { customerId, orderId, apply, mail }, context);
      // A parcel that has not started yet finds its withdrawal in the record.
      await deps.runs(context).raiseShipmentEvent(reference, 'ShipmentWithdrawn', { at, refund: number });
      return accepted({ reference, ...(unsent && { unsent }) });
    },

    async endRefund({ customerId, orderId, number, ...end }, context) {
      const apply = (order: Order) => recordRefundEnd(order, number, end);
      let notice: MailNotice | undefined;
      const mail = (order: Order) => {
        const refund = refundNumbered(order, number);
        notice = refund?.ended?.outcome === 'refunded' ? noticeOf(order, refund) : undefined;
        return notice;
      };
      const { state, unsent } = await record(deps, { customerId, orderId, apply, mail }, context);
      return { state, ...(unsent && notice && { unsent, notice }) };
    },

    async beginResolution({ customerId, orderId, number, at }) {
      const order = await orders.update(customerId, orderId, (known) => beginResolution(known, number, at));
      const entry = order.resolutions?.find((one) => one.number === number);
      return { isDue: entry !== undefined && entry.endedAt === undefined, state: order.state };
    },
  };
}

function refundNumbered(order: Order, number: number): Refund | undefined {
  return refundsOf(order).find((one) => one.number === number);
}

/** Without the parcel the order may be on its way, or even have arrived. */
function mailOfRest({ state }: Order): MailNotice | undefined {
  return state === 'shipped' || state === 'delivered' ? { event: state } : undefined;
}

function noticeOf(order: Order, { number, amount }: Refund): MailNotice {
  const isOnly = isRefundedInFull(order) && amount === order.total.amount;
  if (isOnly) return { event: 'refunded', ...(number > 1 && { number }) };
  return { event: 'refunded', number, amount: { ...order.total, amount } };
}
