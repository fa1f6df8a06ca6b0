// What the payment provider reports by itself goes into the order's timeline, once for each event. An order that still waits
// for approval is rejected when the money that was held for it is gone.

import type { InvocationContext } from '@azure/functions';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, readText, route } from '../../shared/http/http';
import type { Order } from '../order';
import { settleApproval } from '../order-decisions';
import type { OrderStore, PaymentReport, PaymentReports } from '../ports';
import type { OrderRuns } from '../saga/runs';
import { recordRemark } from '../timeline';

export interface PaymentHandlerDeps {
  /** Undefined where the provider reports nothing. */
  reports: PaymentReports | undefined;
  orders: Pick<OrderStore, 'customerOf' | 'find' | 'update'>;
  runs: (context: InvocationContext) => Pick<OrderRuns, 'customerOf' | 'raiseOrderEvent'>;
}

/** Stripe's name for it; other providers would have their own. */
const signatureHeader = 'stripe-signature';

/** Answers 200 to everything that is signed: what was not understood now will not be when it is sent again. */
export function makePaymentHandlers({ reports, orders, runs }: PaymentHandlerDeps): { paymentsWebhook: HttpHandler } {
  async function ownerOf({ orderId, customerId: told }: PaymentReport, context: InvocationContext) {
    if (told !== undefined && (await orders.find(told, orderId))) return told;
    const customerId = (await runs(context).customerOf(orderId)) ?? (await orders.customerOf(orderId));
    return customerId && (await orders.find(customerId, orderId)) ? customerId : undefined;
  }

  return {
    paymentsWebhook: route(async (request, context) => {
      if (!reports) throw new AppError('WEBHOOK.UNSIGNED', 'There is no payment provider that reports.');
      const report = await reports.read(await readText(request), request.headers.get(signatureHeader));
      if (!report) return { status: 200, jsonBody: { recorded: false } };
      const { orderId } = report;
      const customerId = await ownerOf(report, context);
      if (customerId === undefined) {
        context.warn(`${report.eventId} reports ${report.reason} of ${orderId}, which is not known here.`);
        return { status: 200, jsonBody: { recorded: false } };
      }
      const { approval, state } = await orders.update(customerId, orderId, (order) => takeOver(order, report));
      if (approval && state === 'awaitingApproval') {
        const { decision, reason, by } = approval;
        await runs(context).raiseOrderEvent(orderId, 'ApprovalDecided', { decision, reason, by });
      }
      return { status: 200, jsonBody: { recorded: true } };
    }),
  };
}

function takeOver(order: Order, { eventId, at, reason, detail }: PaymentReport): Order {
  const remarked = recordRemark(order, { step: `payment:${eventId}`, at, reason, detail });
  const isGone = reason === 'PAYMENT.EXPIRED' || reason === 'PAYMENT.CALLED_OFF';
  if (!isGone || order.state !== 'awaitingApproval' || order.cancellation) return remarked;
  const by = reason === 'PAYMENT.EXPIRED' ? 'clock' : 'owner';
  return settleApproval(remarked, { decision: 'reject', reason: detail, by, at });
}
