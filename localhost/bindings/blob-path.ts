// `container/blob` paths of bindings and triggers. A container's name never holds a slash, a blob's name may.

import { parseTemplate } from './template';

export interface BlobPath {
  container: string;
  name: string;
}

/** @throws when there is no container or no blob name */
export function parseBlobPath(path: string): BlobPath {
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1) throw new Error(`'${path}' is no blob path: expected 'container/blob'.`);
  return { container: path.slice(0, slash).toLowerCase(), name: path.slice(slash + 1) };
}

export interface BlobPattern {
  container: string;
  /** The values of the pattern's `{names}` when the blob's name fits it, else undefined. */
  match(name: string): Record<string, string> | undefined;
}

/**
 * A blob trigger's path: a literal container and a pattern, greedy and case-sensitive; without a pattern every blob fits.
 * @throws when the container is not literal
 */
export function parseBlobPattern(path: string): BlobPattern {
  const slash = path.indexOf('/');
  const container = (slash < 0 ? path : path.slice(0, slash)).toLowerCase();
  if (container === '' || /[{}]/.test(container)) {
    throw new Error(`'${path}' is no blob trigger path: its container must be named, without expressions.`);
  }
  const pattern = slash < 0 ? '' : path.slice(slash + 1);
  if (pattern === '') return { container, match: () => ({}) };
  const names: string[] = [];
  const source = parseTemplate(pattern).map((token) => {
    if ('literal' in token) return token.literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(token.expression);
    return '(.*)';
  });
  const expression = new RegExp(`^${source.join('')}$`);
  return {
    container,
    match(name) {
      const groups = expression.exec(name);
      return groups === null
        ? undefined
        : Object.fromEntries(names.map((parameter, index) => [parameter, groups[index + 1] ?? '']));
    },
  };
}
