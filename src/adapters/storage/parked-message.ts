// Encodes a parked message and the reason for parking it as one text.

export interface ParkedMessage {
  /** The original text. */
  message: string;
  reason: string;
}

/** A queue message holds 48 KiB, and JSON may double a text. All our messages are shorter; longer ones are truncated. */
const maxMessageLength = 8_000;
const maxReasonLength = 1_000;

export function encodeParkedMessage({ message, reason }: ParkedMessage): string {
  return JSON.stringify({
    parked: 1,
    message: message.slice(0, maxMessageLength),
    reason: reason.slice(0, maxReasonLength),
  });
}

/** Text in another format is treated as the message itself. */
export function decodeParkedMessage(text: string): { message: string; reason?: string } {
  try {
    const { parked, message, reason } = (JSON.parse(text) ?? {}) as Partial<ParkedMessage> & { parked?: unknown };
    if (parked === 1 && typeof message === 'string') return { message, ...(typeof reason === 'string' && { reason }) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { message: text };
}
