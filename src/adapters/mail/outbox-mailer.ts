// Mail without a mail server: each mail becomes an .eml file in container `outbox`, which mail programs can open.

import type { Mailer } from '../../shared/mail/mail';
import type { Storage } from '../storage/storage';
import { isStatus } from '../storage/storage-error';
import { composeMail } from './compose-mail';

export interface OutboxMailerDeps {
  storage: Storage;
  /** Sender, as in a From header. */
  from: string;
  now: () => Date;
}

/** Writes `<about>/<event>.eml` unless it exists. The file itself records that the mail was sent. */
export function makeOutboxMailer({ storage, from, now }: OutboxMailerDeps): Mailer {
  return {
    async send(mail) {
      const date = now();
      const { message } = await composeMail(mail, { from, date });
      const container = await storage.container('outbox');
      try {
        await container.getBlockBlobClient(`${mail.about}/${mail.event}.eml`).uploadData(message, {
          blobHTTPHeaders: { blobContentType: 'message/rfc822' },
          // The times of storage and of mails are whole seconds, in which an order may send several.
          metadata: { sentat: date.toISOString() },
          conditions: { ifNoneMatch: '*' },
        });
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
    },
  };
}
