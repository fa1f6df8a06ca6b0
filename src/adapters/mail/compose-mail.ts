// A mail as the bytes that go over the wire or into a file: MIME with text and, where there is one, HTML.

import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '../../shared/mail/mail';

export interface ComposedMail {
  message: Buffer;
  envelope: { from: string | false; to: string[] };
}

/** The message's id follows from what it is about: a mail that somebody did get twice can be told from it. */
export async function composeMail(mail: Mail, { from, date }: { from: string; date: Date }): Promise<ComposedMail> {
  const { about, event, to, subject, text, html } = mail;
  const messageId = `<${about}.${event}@cartwright.example>`;
  const parts = { from, to, subject, text, messageId, date, ...(html !== undefined && { html }) };
  const composed = new MailComposer(parts).compile();
  return { message: await composed.build(), envelope: composed.getEnvelope() };
}
