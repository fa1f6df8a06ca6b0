// The parts of a mail before they are rendered as text or HTML.

/** A paragraph, a table of labels and amounts with a highlighted total, an address under a heading, or a link. */
export type MailPart =
  | string
  | { rows: { label: string; value: string }[]; total: { label: string; value: string } }
  | { heading: string; lines: string[] }
  | { text: string; url: string };

export interface MailPage {
  subject: string;
  greeting: string;
  parts: MailPart[];
}
