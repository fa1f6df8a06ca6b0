// The pages in the package, as the build made them.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path in the package → contents. @throws Error when the pages were not built. */
export function builtPageFiles(root: string): Map<string, Buffer> {
  const folder = join(root, 'dist/pages');
  const names = globSync(['*/index.html', 'assets/*'], { cwd: folder });
  if (names.length === 0) throw new Error(`There are no pages in ${folder}: run npm run build.`);
  return new Map(names.sort().map((name) => [`pages/${name}`, readFileSync(join(folder, name))]));
}
