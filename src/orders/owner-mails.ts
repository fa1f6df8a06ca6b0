// What the owner is told by mail: that an order waits for a decision, and for how long already.

import { formatMoney } from '../shared/money';
import type { MailText } from './mails';
import type { Order } from './order';

/** In the order in which they are sent; names are parts of stored mails. */
export type OwnerMailEvent = 'approvalRequested' | 'approvalReminder' | 'approvalEscalation';

const subjects: Record<OwnerMailEvent, string> = {
  approvalRequested: 'An order waits for your approval',
  approvalReminder: 'An order still waits for your approval',
  approvalEscalation: 'Last call: an order waits for your approval',
};

export function ownerMail({ orderId, total, lines }: Order, event: OwnerMailEvent): MailText {
  const wares = lines.map((line) => `${line.quantity} x ${line.name}: ${formatMoney(line.total)}`);
  const text = [
    `Order ${orderId} over ${formatMoney(total)} is not carried out before you have decided about it.`,
    wares.join('\n'),
    'Approve or reject it in the console, or by POST /api/orders/{orderId}/approval.',
  ].join('\n\n');
  return { subject: `${subjects[event]} (${orderId})`, text: `${text}\n` };
}
