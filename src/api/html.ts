// Small pieces of HTML from text: nothing in the description can become markup by itself.

import { escapeHtml } from '../shared/mail/mail-html';

/** Markdown as far as the description uses it: paragraphs, lists, `code` and **bold**. */
export function htmlOf(markdown: string): string {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .map((block) => (block.startsWith('- ') ? listOf(block) : `<p>${inlineHtml(block)}</p>`))
    .join('\n');
}

/** The same for one line. */
export function inlineHtml(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : bold(escapeHtml(part))))
    .join('');
}

export function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

/** Cells are HTML; a table without rows is nothing. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const row = (cells: readonly string[], cell: 'th' | 'td') =>
    `<tr>${cells.map((text) => `<${cell}>${text}</${cell}>`).join('')}</tr>`;
  return `<table>${row(head, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</table>`;
}

export function example(value: unknown): string {
  return `<pre>${escapeHtml(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}</pre>`;
}

function listOf(block: string): string {
  const items = block.split('\n').map((line) => `<li>${inlineHtml(line.replace(/^- /, ''))}</li>`);
  return `<ul>${items.join('')}</ul>`;
}

function bold(html: string): string {
  return html.replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
}
