// A JSON document in the columns of a table row: one text column holds 64 KiB, that is 32,768 UTF-16 units, so long ones are split.

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
