// Values that do not fit a plain column of a table row: JSON documents (a text column holds 64 KiB, that is 32,768 UTF-16
// units, so longer ones are split) and amounts of money.

const prefix = 'document';

/** Never splits a surrogate pair: its halves would be lost on the way to the service. */
const parts = /[\s\S]{1,32000}(?![\udc00-\udfff])/g;

/** `document0`, `document1`, … of a row. */
export function documentColumns(document: object): Record<string, string> {
  const texts = JSON.stringify(document).match(parts) ?? [];
  return Object.fromEntries(texts.map((text, index) => [`${prefix}${index}`, text]));
}

/** The document of a row written with `documentColumns`. */
export function documentOf<T>(row: Record<string, unknown>): T {
  let text = '';
  let index = 0;
  for (let part = row[`${prefix}${index}`]; typeof part === 'string'; part = row[`${prefix}${++index}`]) text += part;
  return JSON.parse(text) as T;
}

/**
 * A column's value with its type. The service treats a plain integer as 32 bits and refuses a larger one
 * (from 21,474,836.48 in currencies with cents); a double holds every integer up to 2^53.
 */
export function amountColumn(minorUnits: number) {
  return { type: 'Double', value: minorUnits } as const;
}
