// Speeds up text inputs. The library tries to parse every text as JSON, and the exception for plain text costs more
// than the rest of an invocation. Text that cannot be JSON is therefore passed as a JSON string.

import type { TypedData } from './typed-data';

/** Matches a first character with which no JSON text can start. */
const impossibleStart = /^[^\s"[{\-\dtfn]/;
/** Matches ids and names: a word with a letter that cannot be part of a number (any letter except e). */
const word = /^[\w-]*[A-DF-Za-df-z_][\w-]*$/;
const jsonWords = new Set(['true', 'false', 'null']);
/** Longer text is not tested against `word`. */
const maxWordLength = 100;

/** Gives the app the same value, in a form that the library parses without an exception. */
export function plainTextAsJson(data: TypedData): TypedData {
  const { string: text } = data;
  if (text === undefined || !cannotBeJson(text)) return data;
  return { json: JSON.stringify(text) };
}

function cannotBeJson(text: string): boolean {
  if (text === '' || impossibleStart.test(text)) return true;
  return text.length <= maxWordLength && word.test(text) && !jsonWords.has(text);
}
