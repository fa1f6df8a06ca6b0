// Text on its way to an app. The library parses every text as JSON and takes the error as the answer "no", which costs
// more than all the rest of an invocation; text that surely is no JSON is handed over as a JSON string instead.

import type { TypedData } from './typed-data';

/** Nothing that begins like this is JSON. */
const noBeginning = /^[^\s"[{\-\dtfn]/;
/** Ids and names: with such a letter they are no number. */
const oneWord = /^[\w-]*[A-DF-Za-df-z_][\w-]*$/;
const jsonWords = new Set(['true', 'false', 'null']);
const longestWord = 100;

/** The same value for the app, in the form that it reads without an error. */
export function plainTextAsJson(data: TypedData): TypedData {
  const { string: text } = data;
  if (text === undefined || !isNoJson(text)) return data;
  return { json: JSON.stringify(text) };
}

function isNoJson(text: string): boolean {
  if (text === '' || noBeginning.test(text)) return true;
  return text.length <= longestWord && oneWord.test(text) && !jsonWords.has(text);
}
