// The mail port: how areas send a mail, independent of the transport.

export interface MailText {
  subject: string;
  text: string;
  /** The same content as HTML; mail programs that cannot show it use `text`. */
  html?: string;
}

export interface Mail extends MailText {
  /** The id of its subject, such as an order id. */
  about: string;
  /** What happened to the subject. Each event is mailed once per subject. */
  event: string;
  to: string;
}

export interface Mailer {
  /**
   * Sends a mail, unless one with the same `about` and `event` was sent or may have been sent.
   * @throws MailLimitReached, after which trying again is of no use.
   * @throws when it was certainly not sent, or when that is not known yet: try again later.
   */
  send(mail: Mail): Promise<void>;
}

/** The address has had as many mails as it may get in an hour: this one is not sent. */
export class MailLimitReached extends Error {
  override readonly name = 'MailLimitReached';

  constructor(about: string, event: string) {
    super(`The mail ${about} ${event} was not sent: its address has had as many mails as it may get in an hour.`);
  }
}
