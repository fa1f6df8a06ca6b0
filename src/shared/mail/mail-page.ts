// Renders one mail both as text and as HTML. Customers choose the names in it, so they are always escaped.

import type { MailText } from './mail';
import { mailHtml } from './mail-html';
import type { MailPage, MailPart } from './mail-part';

const signature = 'Your Cartwright shop';

/** Each text becomes a single line: line breaks become spaces, and marks that change the writing direction are removed. */
export function renderMail(page: MailPage): MailText {
  const clean = { subject: oneLine(page.subject), greeting: oneLine(page.greeting), parts: page.parts.map(cleanPart) };
  return { subject: clean.subject, text: mailText(clean), html: mailHtml(clean, signature) };
}

function mailText({ greeting, parts }: MailPage): string {
  return `${[greeting, ...parts.map(partText), signature].join('\n\n')}\n`;
}

function partText(part: MailPart): string {
  if (typeof part === 'string') return part;
  if ('lines' in part) return [`${part.heading}:`, ...part.lines].join('\n');
  if ('url' in part) return `${part.text}: ${part.url}`;
  return [...part.rows, part.total].map(({ label, value }) => `${label}: ${value}`).join('\n');
}

function cleanPart(part: MailPart): MailPart {
  if (typeof part === 'string') return oneLine(part);
  if ('lines' in part) return { heading: oneLine(part.heading), lines: part.lines.map(oneLine) };
  if ('url' in part) return { text: oneLine(part.text), url: oneLine(part.url) };
  const cell = ({ label, value }: { label: string; value: string }) => ({
    label: oneLine(label),
    value: oneLine(value),
  });
  return { rows: part.rows.map(cell), total: cell(part.total) };
}

function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}
