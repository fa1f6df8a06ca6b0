// Composes a mail as the MIME bytes that are sent or stored: text and, if there is one, HTML.

import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '../../shared/mail/mail';

export interface ComposedMail {
  message: Buffer;
  envelope: { from: string | false; to: string[] };
}

/** The Message-ID is derived from subject and event, so that a mail that arrived twice can be recognized. */
export async function composeMail(mail: Mail, { from, date }: { from: string; date: Date }): Promise<ComposedMail> {
  const { about, event, to, subject, text, html } = mail;
  const messageId = `<${about}.${event}@cartwright.example>`;
  const parts = { from, to, subject, text, messageId, date, ...(html !== undefined && { html }) };
  const composed = new MailComposer(parts).compile();
  return { message: await composed.build(), envelope: composed.getEnvelope() };
}
