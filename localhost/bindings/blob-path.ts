// Parses the `container/blob` paths of bindings and triggers. Blob names may contain slashes; container names may not.

import { parseTemplate } from './template';

export interface BlobPath {
  container: string;
  name: string;
}

/** @throws when the container or the blob name is missing */
export function parseBlobPath(path: string): BlobPath {
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1)
    throw new Error(`'${path}' is not a blob path: expected 'container/blob'.`);
  return { container: path.slice(0, slash).toLowerCase(), name: path.slice(slash + 1) };
}

export interface BlobPattern {
  container: string;
  /** The values of the pattern's `{names}`, or undefined if the blob name does not match. */
  match(name: string): Record<string, string> | undefined;
}

/**
 * Parses a blob trigger's path: a literal container name and a greedy, case-sensitive pattern. Without a pattern every
 * blob matches.
 * @throws when the container name contains expressions
 */
export function parseBlobPattern(path: string): BlobPattern {
  const slash = path.indexOf('/');
  const container = (slash < 0 ? path : path.slice(0, slash)).toLowerCase();
  if (container === '' || /[{}]/.test(container)) {
    throw new Error(`'${path}' is not a blob trigger path: its container must be named, without expressions.`);
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
