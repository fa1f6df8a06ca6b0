// The page on which a customer confirms or refuses a sandbox payment, in place of a bank's page. It leads back to the shop and
// nowhere else. With any other provider there is no such page.

import type { HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, parse, readText, route } from '../../shared/http/http';
import type { PaymentConfirmations } from '../ports/payment-confirmations';
import type { OrderRuns } from '../saga/runs';
import { confirmationPage } from './confirmation-page';

export interface ConfirmationHandlerDeps {
  /** Undefined unless the provider is the sandbox. */
  confirmations: PaymentConfirmations | undefined;
  /** Where the customer goes after the answer. */
  returnUrlOf: (orderId: string) => string;
  runs: (context: InvocationContext) => Pick<OrderRuns, 'raiseOrderEvent'>;
  now: () => Date;
}

export interface ConfirmationHandlers {
  showPaymentConfirmation: HttpHandler;
  answerPaymentConfirmation: HttpHandler;
}

/** A form with one button pressed. */
const maxFormBytes = 1_000;
/** The form of the page. */
export const confirmationAnswer = z.strictObject({ answer: z.enum(['confirm', 'refuse']) });

export function makeConfirmationHandlers(deps: ConfirmationHandlerDeps): ConfirmationHandlers {
  const { confirmations, returnUrlOf, runs, now } = deps;

  return {
    showPaymentConfirmation: route(async ({ params: { reference = '' } }) => {
      const asked = await confirmations?.find(reference);
      if (!asked) throw notFound();
      return page(confirmationPage(asked, returnUrlOf(asked.orderId)), returnUrlOf(asked.orderId));
    }),

    answerPaymentConfirmation: route(async (request, context) => {
      const { reference = '' } = request.params;
      if (!(await confirmations?.find(reference))) throw notFound();
      const form = new URLSearchParams(await readText(request, maxFormBytes));
      const { answer } = parse(Object.fromEntries(form), confirmationAnswer);
      const answered = await confirmations?.answer(reference, answer);
      if (!answered) throw notFound();
      const { orderId } = answered;
      // Also when it was answered before: the process may have died before it could raise the event.
      await runs(context).raiseOrderEvent(orderId, 'PaymentReported', { at: now().toISOString() });
      return { status: 303, headers: { location: returnUrlOf(orderId), 'cache-control': 'no-store' } };
    }),
  };
}

function notFound(): AppError {
  return new AppError('ROUTE.NOT_FOUND', 'There is no payment to confirm here.');
}

/** The form's answer redirects to the shop, which browsers check against `form-action` too. */
function page(html: string, returnUrl: string): HttpResponseInit {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${new URL(returnUrl).origin}; frame-ancestors 'none'`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: html };
}
