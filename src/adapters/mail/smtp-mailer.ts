// Mail through an SMTP server. A server cannot be asked what it has accepted, so a ledger ensures at most one mail per event,
// even when the process crashes between sending and recording. Such a mail may be missing; it is marked as uncertain.

import type { Mailer } from '../../shared/mail/mail';
import type { Storage } from '../storage/storage';
import { composeMail } from './compose-mail';
import { deliver, MailNotSent, smtpServer } from './smtp-delivery';
import { makeTableMailLedger } from './table-mail-ledger';

export interface SmtpMailerDeps {
  storage: Storage;
  /** See `smtpServer`. */
  url: string;
  /** Sender, as in a From header. */
  from: string;
  now: () => Date;
}

/** @throws MailNotSent when the server does not accept a mail. A mail that may have arrived is not sent again. */
export function makeSmtpMailer({ storage, url, from, now }: SmtpMailerDeps): Mailer {
  const ledger = makeTableMailLedger(storage, now);
  const server = smtpServer(url);
  return {
    async send(mail) {
      const { about, event } = mail;
      const composed = await composeMail(mail, { from, date: now() });
      const claim = await ledger.claim(about, event);
      if (claim === 'settled') return;
      if (claim === 'busy')
        throw new Error(`The mail ${about} ${event} is being sent by another invocation: try again later.`);
      try {
        await deliver(server, composed);
      } catch (error) {
        const mayHaveArrived = !(error instanceof MailNotSent) || error.mayHaveArrived;
        await (mayHaveArrived ? ledger.settle(about, event, 'uncertain') : ledger.release(about, event));
        throw error;
      }
      await ledger.settle(about, event, 'sent');
    },
  };
}
