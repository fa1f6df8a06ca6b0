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

export function ownerMail(order: OrderEssentials, event: OwnerMailEvent): MailText {
  const { orderId, total } = order;
  return renderMail({
    subject: `${subjects[event]} (${orderId})`,
    greeting: 'Hello,',
    parts: [
      `order ${orderId} for ${formatMoney(total)} is on hold until you approve or reject it.`,
      orderTable(order),
      `Decide in the console or with POST /api/orders/${orderId}/approval.`,
    ],
  });
}
