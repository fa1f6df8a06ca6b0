// Mail as the areas send it, whatever carries it.

export interface Mail {
  /** The id of what it is about, such as an order. */
  about: string;
  /** What became of that, once for each. */
  event: string;
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  /** Sends a mail; one that was sent about the same thing and event is not sent again. */
  send(mail: Mail): Promise<void>;
}
