// Activities that write into an order's record, and send the mail that this brings. An order that ends without a sale gives its
// lines back to the cart with it.

import type { Order, OrderKey } from '../order';
import { settleApproval } from '../order-decisions';
import { givesCartBack } from '../order-states';
import type { CheckoutCarts } from '../ports/checkout-carts';
import { recordRemark, recordStep } from '../timeline';
import type { OrderActivityHandlers } from './order-activities';
import { changeOf, type RecorderDeps, record } from './recorder';

export type RecordActivities = 'recordOrderSteps' | 'settleApproval' | 'recordRefund' | 'recordOrderRemark';

export interface RecordActivityDeps<Context> extends RecorderDeps<Context> {
  carts: (context: Context) => Pick<CheckoutCarts, 'giveBack'>;
}

export function makeRecordActivities<Context>(
  deps: RecordActivityDeps<Context>,
): Pick<OrderActivityHandlers<Context>, RecordActivities> {
  async function giveBackCart({ customerId, orderId }: OrderKey, context: Context): Promise<void> {
    const order = await deps.orders.essentials(customerId, orderId);
    const lines = order?.lines.map(({ sku, quantity }) => ({ sku, quantity })) ?? [];
    await deps.carts(context).giveBack(customerId, orderId, lines);
  }

  return {
    async recordOrderSteps(recording, context) {
      // Before the record: whoever reads that the order has ended finds the lines in the cart.
      if (recording.entries.some(({ state }) => givesCartBack(state))) await giveBackCart(recording, context);
      return record(deps, changeOf(recording), context);
    },

    settleApproval: ({ approval, ...key }, context) =>
      record(deps, { ...key, apply: (order) => settleApproval(order, approval) }, context),

    async recordRefund({ entry, mail, ...key }, context) {
      const apply = (order: Order) => recordStep(order, entry);
      const due = (order: Order) => (order.state === entry.state ? mail : undefined);
      const { state, unsent } = await record(deps, { ...key, apply, mail: due }, context);
      return { state, ...(unsent && { unsent }) };
    },

    recordOrderRemark: ({ customerId, orderId, ...remark }, context) =>
      record(deps, { customerId, orderId, apply: (order) => recordRemark(order, remark) }, context),
  };
}
