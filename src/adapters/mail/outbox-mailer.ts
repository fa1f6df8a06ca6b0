// Mail for everybody who has no mail server: each is an .eml file in container `outbox`, which mail programs open.

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

/** Writes `<about>/<event>.eml`; the first mail about an event stays, which is all the record it needs. */
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
