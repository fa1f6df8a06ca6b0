// A mail as HTML: all styles are inline, since mail programs ignore others, and nothing is loaded from outside.

import type { MailPage, MailPart } from './mail-part';

const styles = {
  body: 'margin:0;padding:24px;background:#f4f4f2;color:#222;font:16px/1.5 sans-serif',
  page: 'max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:6px',
  table: 'width:100%;border-collapse:collapse',
  label: 'padding:6px 0;border-bottom:1px solid #ddd',
  value: 'padding:6px 0;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap',
  total: 'padding:6px 0;font-weight:bold',
  totalValue: 'padding:6px 0;font-weight:bold;text-align:right;white-space:nowrap',
  foot: 'color:#666',
};

/** @param page its texts must be single lines. */
export function mailHtml({ subject, greeting, parts }: MailPage, signature: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="${styles.body}">
<div style="${styles.page}">
${[paragraph(greeting), ...parts.map(partHtml)].join('\n')}
<p style="${styles.foot}">${signature}</p>
</div>
</body>
</html>
`;
}

function partHtml(part: MailPart): string {
  if (typeof part === 'string') return paragraph(part);
  if ('lines' in part) return `<p><b>${escapeHtml(part.heading)}</b><br>${part.lines.map(escapeHtml).join('<br>')}</p>`;
  if ('url' in part) return `<p><a href="${escapeHtml(part.url)}">${escapeHtml(part.text)}</a></p>`;
  const row = ({ label, value }: { label: string; value: string }, left: string, right: string) =>
    `<tr><td style="${left}">${escapeHtml(label)}</td><td style="${right}">${escapeHtml(value)}</td></tr>`;
  const rows = part.rows.map((one) => row(one, styles.label, styles.value));
  const total = row(part.total, styles.total, styles.totalValue);
  return `<table role="presentation" style="${styles.table}">\n${[...rows, total].join('\n')}\n</table>`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
