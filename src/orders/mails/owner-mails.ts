// The mails that the owner gets while an order waits for approval.

import type { MailText } from '../../shared/mail/mail';
import { renderMail } from '../../shared/mail/mail-page';
import { formatMoney } from '../../shared/money';
import type { OrderEssentials } from '../order';
import type { OwnerMailEvent } from './mail-events';
import { wares } from './mails';

const subjects: Record<OwnerMailEvent, string> = {
  approvalRequested: 'An order waits for your approval',
  approvalReminder: 'An order still waits for your approval',
  approvalEscalation: 'Last call: an order waits for your approval',
};

export function ownerMail(order: OrderEssentials, event: OwnerMailEvent): MailText {
  const { orderId, total } = order;
  return renderMail({
    subject: `${subjects[event]} (${orderId})`,
    greeting: 'Hello,',
    parts: [
      `order ${orderId} over ${formatMoney(total)} is not carried out before you have decided about it.`,
      wares(order),
      `Approve or reject it in the console, or by POST /api/orders/${orderId}/approval.`,
    ],
  });
}
