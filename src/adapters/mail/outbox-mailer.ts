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
      const { message } = await composeMail(mail, { from, date: now() });
      const container = await storage.container('outbox');
      try {
        await container.getBlockBlobClient(`${mail.about}/${mail.event}.eml`).uploadData(message, {
          blobHTTPHeaders: { blobContentType: 'message/rfc822' },
          conditions: { ifNoneMatch: '*' },
        });
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
    },
  };
}
