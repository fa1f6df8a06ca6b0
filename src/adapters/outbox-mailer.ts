// Mail for everybody who has no mail server: each is an .eml file in container `outbox`, which mail programs open.

import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mailer } from '../shared/mail';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

export interface OutboxMailerDeps {
  storage: Storage;
  /** Sender, as in a From header. */
  from: string;
  now: () => Date;
}

/** Writes `<about>/<event>.eml`; the first mail about an event stays. */
export function makeOutboxMailer({ storage, from, now }: OutboxMailerDeps): Mailer {
  return {
    async send({ about, event, to, subject, text }) {
      const messageId = `<${about}.${event}@cartwright.example>`;
      const message = await new MailComposer({ from, to, subject, text, messageId, date: now() }).compile().build();
      const container = await storage.container('outbox');
      try {
        await container.getBlockBlobClient(`${about}/${event}.eml`).uploadData(message, {
          blobHTTPHeaders: { blobContentType: 'message/rfc822' },
          conditions: { ifNoneMatch: '*' },
        });
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
    },
  };
}
