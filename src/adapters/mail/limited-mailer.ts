// A mailer that sends only so many mails to one address: whoever orders in the name of others cannot flood their mailbox.

import { type Mailer, MailLimitReached } from '../../shared/mail/mail';
import type { MailCounts } from './table-mail-counts';

export interface LimitedMailerDeps {
  mailer: Mailer;
  counts: MailCounts;
  /** The owner's address, if one is set: it gets a mail about each order that waits for approval. */
  unlimited: string;
}

/** @throws MailLimitReached */
export function makeLimitedMailer({ mailer, counts, unlimited }: LimitedMailerDeps): Mailer {
  return {
    async send(mail) {
      const { to, about, event } = mail;
      if (to !== unlimited && !(await counts.admit(to, about, event))) throw new MailLimitReached(about, event);
      await mailer.send(mail);
    },
  };
}
