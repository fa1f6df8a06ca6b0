// Mail as the areas send it, whatever carries it.

export interface MailText {
  subject: string;
  text: string;
  /** The same as a page; mail programs that show none take the text. */
  html?: string;
}

export interface Mail extends MailText {
  /** The id of what it is about, such as an order. */
  about: string;
  /** What became of that, once for each. */
  event: string;
  to: string;
}

export interface Mailer {
  /**
   * Sends a mail; one that was sent about the same thing and event is not sent again, and neither is one that may have
   * been sent. @throws when it certainly was not sent, or when that is not known yet: try again later.
   */
  send(mail: Mail): Promise<void>;
}
