// Whether a value is what an example shows of it, which may leave things out.

/** What placeholders stand for. */
export type Kept = Map<string, string>;

/**
 * Objects may have more members than shown, lists more items. A text may have placeholders: `…` for any text, `{name}` for one
 * that is added to `kept`, or that is already there.
 */
export function isAsShown(shown: unknown, real: unknown, kept: Kept): boolean {
  if (typeof shown === 'string') return typeof real === 'string' && isTextAsShown(shown, real, kept);
  if (typeof shown !== 'object' || shown === null) return shown === real;
  if (typeof real !== 'object' || real === null || Array.isArray(shown) !== Array.isArray(real)) return false;
  if (!Array.isArray(shown))
    return Object.entries(shown).every(([name, one]) => isAsShown(one, (real as Record<string, unknown>)[name], kept));
  return shown.every((one) => (real as unknown[]).some((item) => isItemAsShown(one, item, kept)));
}

/** Keeps nothing of an item that is another one. */
function isItemAsShown(shown: unknown, real: unknown, kept: Kept): boolean {
  const named: Kept = new Map(kept);
  if (!isAsShown(shown, real, named)) return false;
  for (const [name, text] of named) kept.set(name, text);
  return true;
}

function isTextAsShown(shown: string, real: string, kept: Kept): boolean {
  const pattern = shown.split(/(\{\w+\}|…)/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (part === '…') return '.*';
    if (name === undefined) return escaped(part);
    const known = kept.get(name);
    return known === undefined ? `(?<${name}>[^;\\s]+)` : escaped(known);
  });
  const found = new RegExp(`^${pattern.join('')}$`, 's').exec(real);
  for (const [name, text] of Object.entries(found?.groups ?? {})) kept.set(name, text);
  return found !== null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
