// Activities that write to an order's record, and send the mail that follows.

import type { Order } from '../order';
import { settleApproval } from '../order-decisions';
import { recordRemark, recordStep } from '../timeline';
import type { OrderActivityHandlers } from './order-activities';
import { changeOf, type RecorderDeps, record } from './recorder';

export type RecordActivities = 'recordOrderSteps' | 'settleApproval' | 'recordRefund' | 'recordOrderRemark';

export function makeRecordActivities<Context>(
  deps: RecorderDeps<Context>,
): Pick<OrderActivityHandlers<Context>, RecordActivities> {
  return {
    recordOrderSteps: (recording, context) => record(deps, changeOf(recording), context),

    settleApproval: ({ approval, ...key }, context) =>
      record(deps, { ...key, apply: (order) => settleApproval(order, approval) }, context),

    async recordRefund({ entry, mail, ...key }, context) {
      const apply = (order: Order) => recordStep(order, entry);
      const due = (order: Order) => (order.state === entry.state ? mail : undefined);
      const { state, unsent } = await record(deps, { ...key, apply, mail: due }, context);
      return { state, ...(unsent && { unsent }) };
    },

    recordOrderRemark(remark, context) {
      const { customerId, orderId } = remark;
      return record(deps, { customerId, orderId, apply: (order) => recordRemark(order, remark) }, context);
    },
  };
}
