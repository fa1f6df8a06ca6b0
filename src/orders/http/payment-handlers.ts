// The payment provider's webhook: each event is recorded in the order's timeline, once. An order that is waiting for approval is
// rejected when its authorization is gone; one that is waiting for its payment looks what has become of it.

import type { InvocationContext } from '@azure/functions';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, readText, route } from '../../shared/http/http';
import type { Order } from '../order';
import { awaitsDecision, settleApproval } from '../order-decisions';
import { isApprovable, isAuthorizable } from '../order-states';
import type { OrderStore } from '../ports/order-store';
import type { PaymentReport, PaymentReports } from '../ports/payment-reports';
import type { OrderRuns } from '../saga/runs';
import { recordRemark } from '../timeline';
import type { PaymentReportAnswer } from './webhook-api';

export interface PaymentHandlerDeps {
  /** Undefined when the provider has no webhook. */
  reports: PaymentReports | undefined;
  orders: Pick<OrderStore, 'customerOf' | 'find' | 'update'>;
  runs: (context: InvocationContext) => Pick<OrderRuns, 'customerOf' | 'raiseOrderEvent'>;
}

/** Stripe's name for the header. */
const signatureHeader = 'stripe-signature';

/** Answers 200 to every signed request: a report that is of no use now would be of no use in a retry either. */
export function makePaymentHandlers({ reports, orders, runs }: PaymentHandlerDeps): { paymentsWebhook: HttpHandler } {
  /** The customer named by the payment, if the order is there; otherwise the order is looked up by its id alone. */
  async function customerOf({ orderId, customerId: named }: PaymentReport, context: InvocationContext) {
    if (named !== undefined && (await orders.find(named, orderId))) return named;
    const customerId = (await runs(context).customerOf(orderId)) ?? (await orders.customerOf(orderId));
    return customerId && (await orders.find(customerId, orderId)) ? customerId : undefined;
  }

  /**
   * Every payment is reported so, also one that nobody had to confirm. The report says only that there is news: what it is, the
   * orchestration asks the provider, because reports come late, twice, and in any order.
   */
  async function answered({ orderId, at }: PaymentReport, customerId: string, context: InvocationContext) {
    const order = await orders.find(customerId, orderId);
    const isDue = order !== undefined && isAuthorizable(order.state);
    if (isDue) await runs(context).raiseOrderEvent(orderId, 'PaymentReported', { at });
    return { status: 200, jsonBody: recorded(isDue) };
  }

  return {
    paymentsWebhook: route(async (request, context) => {
      if (!reports) throw new AppError('WEBHOOK.UNSIGNED', 'The payment provider of this app sends no reports.');
      const report = await reports.read(await readText(request), request.headers.get(signatureHeader));
      if (!report) return { status: 200, jsonBody: recorded(false) };
      const { orderId } = report;
      const customerId = await customerOf(report, context);
      if (customerId === undefined) {
        context.warn(`${report.eventId} reports ${report.reason} of ${orderId}, which is not known here.`);
        return { status: 200, jsonBody: recorded(false) };
      }
      if (report.reason === 'PAYMENT.ANSWERED') return answered(report, customerId, context);
      const { approval, state } = await orders.update(customerId, orderId, (order) => recordReport(order, report));
      if (isAuthorizable(state)) await runs(context).raiseOrderEvent(orderId, 'PaymentReported', { at: report.at });
      if (approval && isApprovable(state)) {
        const { decision, reason, by } = approval;
        await runs(context).raiseOrderEvent(orderId, 'ApprovalDecided', { decision, reason, by });
      }
      return { status: 200, jsonBody: recorded(true) };
    }),
  };
}

function recorded(isNews: boolean): PaymentReportAnswer {
  return { recorded: isNews };
}

function recordReport(order: Order, { eventId, at, reason, detail }: PaymentReport): Order {
  const remarked = recordRemark(order, { step: `payment:${eventId}`, at, reason, detail });
  const isGone = reason === 'PAYMENT.EXPIRED' || reason === 'PAYMENT.CALLED_OFF';
  if (!isGone || !awaitsDecision(order)) return remarked;
  // `clock` is the stored word for a timeout.
  const by = reason === 'PAYMENT.EXPIRED' ? 'clock' : 'owner';
  return settleApproval(remarked, { decision: 'reject', reason: detail, by, at });
}
