// JSON as the platform reads its own files: comments, trailing commas and a byte order mark are allowed,
// and a mistake is reported with its line and column.

import type { ParseError } from 'jsonc-parser';

/** @throws SyntaxError for the first mistake: `line 3, column 7: comma expected`. */
export function parseRelaxedJson(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(plain);
  } catch {
    // Comments, trailing commas or a mistake. Most files have none: a start need not load a parser for them.
    return parseJsonc(plain);
  }
}

function parseJsonc(text: string): unknown {
  const { parse, printParseErrorCode } = require('jsonc-parser') as typeof import('jsonc-parser');
  const mistakes: ParseError[] = [];
  const value: unknown = parse(text, mistakes, { allowTrailingComma: true });
  const [first] = mistakes;
  if (!first) return value;
  throw new SyntaxError(`${place(text, first.offset)}: ${described(text, first, printParseErrorCode(first.error))}`);
}

function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** The mistake's name in words; for text that is no value with that text: `invalid symbol tru`. */
function described(text: string, { offset, length }: ParseError, name: string): string {
  const words = name.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
  return name === 'InvalidSymbol' ? `${words} ${text.slice(offset, offset + length)}` : words;
}
