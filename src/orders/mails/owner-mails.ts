// The mails that the owner gets while an order waits for approval.

import type { MailText } from '../../shared/mail/mail';
import { renderMail } from '../../shared/mail/mail-page';
import { formatMoney } from '../../shared/money';
import type { OrderEssentials } from '../order';
import type { OwnerMailEvent } from './mail-events';
import { orderTable } from './mails';

const subjects: Record<OwnerMailEvent, string> = {
  approvalRequested: 'An order is waiting for your approval',
  approvalReminder: 'An order is still waiting for your approval',
  approvalEscalation: 'Last reminder: an order is waiting for your approval',
};

/** @param apiUrl where the app's API is reached, such as `https://shop.example/api`. */
export function ownerMail(order: OrderEssentials, event: OwnerMailEvent, apiUrl: string): MailText {
  const { orderId, total } = order;
  return renderMail({
    subject: `${subjects[event]} (${orderId})`,
    greeting: 'Hello,',
    parts: [
      `order ${orderId} for ${formatMoney(total)} is on hold until you approve or reject it.`,
      orderTable(order),
      'Approve it with this command, or reject it with "reject" instead of "approve". FUNCTION_KEY is a function key of the app.',
      approvalCommand(`${apiUrl}/orders/${orderId}/approval`),
    ],
  });
}

function approvalCommand(url: string): string {
  const headers = `-H 'x-functions-key: FUNCTION_KEY' -H 'content-type: application/json'`;
  return `curl -X POST '${url}' ${headers} -d '{"decision":"approve","reason":"checked"}'`;
}
