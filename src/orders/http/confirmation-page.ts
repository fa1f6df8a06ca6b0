// The page on which a customer confirms a sandbox payment, as HTML without a script.

import { escapeHtml } from '../../shared/mail/mail-html';
import { formatMoney } from '../../shared/money';
import type { PaymentConfirmation } from '../ports/payment-confirmations';

const style = 'font-family: sans-serif; max-width: 30em; margin: 3em auto; padding: 0 1em; line-height: 1.5';

/** @param returnUrl where the customer goes when there is nothing left to confirm. */
export function confirmationPage({ orderId, amount, isOpen }: PaymentConfirmation, returnUrl: string): string {
  const question = `<p>Order ${escapeHtml(orderId)}<br><b>${escapeHtml(formatMoney(amount))}</b></p>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Confirm a payment</title></head>
<body style="${style}">
<h1>Sandbox payment</h1>
${question}
${
  isOpen
    ? form
    : `<p>This payment was answered already, or is no longer needed.</p>
<p><a href="${escapeHtml(returnUrl)}">Back to the shop</a></p>`
}
</body>
</html>
`;
}

const form = `<p>A real provider would ask you to confirm this payment at your bank. No money is moved here.</p>
<form method="post">
<button name="answer" value="confirm">Confirm</button>
<button name="answer" value="refuse">Refuse</button>
</form>`;
