// The parts of which a mail is composed, before they become text or HTML.

/** A paragraph; rows of a name and a sum with the last one standing out; or lines of an address under a heading. */
export type MailPart =
  | string
  | { rows: { label: string; value: string }[]; total: { label: string; value: string } }
  | { heading: string; lines: string[] };

export interface MailPage {
  subject: string;
  greeting: string;
  parts: MailPart[];
}
