// JSON as the platform reads its own files: comments, trailing commas and a byte order mark are allowed,
// and a mistake is reported with its line and column.

import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';

/** @throws SyntaxError for the first mistake: `line 3, column 7: comma expected`. */
export function parseRelaxedJson(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '');
  const mistakes: ParseError[] = [];
  const value: unknown = parse(plain, mistakes, { allowTrailingComma: true });
  const [first] = mistakes;
  if (first) throw new SyntaxError(`${place(plain, first.offset)}: ${described(plain, first)}`);
  return value;
}

function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** The name of the mistake in words, with the text that is no value: `invalid symbol tru`. */
function described(text: string, { error, offset, length }: ParseError): string {
  const name = printParseErrorCode(error);
  const words = name.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
  return name === 'InvalidSymbol' ? `${words} ${text.slice(offset, offset + length)}` : words;
}
