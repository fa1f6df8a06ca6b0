// Text from outside that is shown to people, printed on labels or put into mails: it contains no control characters.

import { z } from 'zod';

/** Control characters, halves of surrogate pairs, and Unicode's line and paragraph separators. */
const unprintable = '\\p{Cc}\\p{Cs}\\u2028\\u2029';
const oneLine = new RegExp(`^[^${unprintable}]*$`, 'u');
const severalLines = new RegExp(`^(?:[^${unprintable}]|[\\t\\n\\r])*$`, 'u');
const message = 'must not contain control characters';

/** One line of text, 1 to `longest` characters without the spaces around it. */
export function printableText(longest: number): z.ZodType<string> {
  return z.string().trim().min(1).max(longest).regex(oneLine, message);
}

/** The check alone, for text that is kept exactly as it was sent. */
export const isPrintable = z.regex(oneLine, message);

/** The same check for text that may have several lines. */
export const isPrintableLines = z.regex(severalLines, message);
