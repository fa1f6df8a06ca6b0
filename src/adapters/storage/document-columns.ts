// What does not fit a plain column of a table row: documents as JSON (one text column holds 64 KiB, that is 32,768 UTF-16
// units, so long ones are split), and amounts of money.

const prefix = 'document';

/** Never between the halves of a surrogate pair, which would not survive the way to the service. */
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
 * A column's value with its type. The service takes a plain whole number for one of 32 bits and refuses a greater one
 * (from 21,474,836.48 in currencies with cents); a double holds every whole number up to 2^53.
 */
export function amountColumn(minorUnits: number) {
  return { type: 'Double', value: minorUnits } as const;
}
