// JSON as the platform reads its own files: comments, trailing commas and a byte order mark are allowed,
// and a mistake is reported with its line and column.

/** @throws SyntaxError whose message begins `line 3, column 7:`. */
export function parseRelaxedJson(text: string): unknown {
  const plain = plainJson(text);
  try {
    return JSON.parse(plain);
  } catch (error) {
    const { message } = error as Error;
    const lines = plain.slice(0, mistakePosition(plain, message)).split('\n');
    const column = (lines.at(-1)?.length ?? 0) + 1;
    throw new SyntaxError(`line ${lines.length}, column ${column}: ${reason(message)}`, { cause: error });
  }
}

/** Blanks out what JSON.parse does not take; every other character keeps its place. */
function plainJson(text: string): string {
  const comments = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  const commas = /"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g;
  return text
    .replace(/^\uFEFF/, ' ')
    .replace(comments, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found))
    .replace(commas, (found) => (found === ',' ? ' ' : found));
}

/** For an unexpected token V8 tells no position: it ends the shortest beginning of the text that has the same fault. */
function mistakePosition(text: string, message: string): number {
  const told = / at position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  if (!message.startsWith('Unexpected token')) return text.length;
  let [low, high] = [1, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hasUnexpectedToken(text.slice(0, middle))) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

function hasUnexpectedToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as Error).message.startsWith('Unexpected token');
  }
}

function reason(message: string): string {
  return message.replace(/^(Unexpected token '.+?'),.*$/s, '$1').replace(/ in JSON at position.*$/s, '');
}
