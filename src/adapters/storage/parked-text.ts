// A parked message with why it is there, as one text.

export interface ParkedMessage {
  /** As it was in its queue. */
  message: string;
  reason: string;
}

/** A queue message holds 48 KiB, and JSON may double a text: what is longer than any message of ours is kept in part. */
const longestKept = 8_000;
const longestReason = 1_000;

export function parkedText({ message, reason }: ParkedMessage): string {
  return JSON.stringify({ parked: 1, message: message.slice(0, longestKept), reason: reason.slice(0, longestReason) });
}

/** Text that is not of our making is taken for the message itself. */
export function readParkedText(text: string): { message: string; reason?: string } {
  try {
    const { parked, message, reason } = (JSON.parse(text) ?? {}) as Partial<ParkedMessage> & { parked?: unknown };
    if (parked === 1 && typeof message === 'string') return { message, ...(typeof reason === 'string' && { reason }) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { message: text };
}
