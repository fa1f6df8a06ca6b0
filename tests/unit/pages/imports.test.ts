// The dependency rule for files with JSX, which the tool that checks all others cannot read: a page imports pages and the packages
// that run in a browser.

import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';

const packages = ['preact', 'preact/hooks', 'thumbhash'];
const files = globSync('src/pages/**/*.{ts,tsx}', { cwd: repositoryRoot() });

/** What is wrong with the imports of a file. */
function forbiddenImports(file: string, source: string): string[] {
  const imported = [...source.matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, path = '']) => path);
  return imported.filter((path) => {
    if (!path.startsWith('.')) return !packages.includes(path);
    const imported = join(dirname(file), path);
    return !imported.startsWith(join('src', 'pages')) && dirname(imported) !== 'client';
  });
}

it('a page imports nothing of the app but other pages and the client of the API', () => {
  expect(files.length).toBeGreaterThan(10);
  const wrong = files.flatMap((file) =>
    forbiddenImports(file, readFileSync(join(repositoryRoot(), file), 'utf8')).map((path) => `${file}: ${path}`),
  );
  expect(wrong).toEqual([]);
});

it.each([
  ["import { order } from '../../orders/order';", ['../../orders/order']],
  ["import { makeApiClient } from '../../../client/api-client';", []],
  ["import { make } from '../../../client/generator/make';", ['../../../client/generator/make']],
  ["import { z } from 'zod';", ['zod']],
  ["import './console.css';\nimport { render } from 'preact';", []],
  ["import {\n  a,\n} from '../shared/a';", []],
])('%j is judged rightly', (source, wrong) => {
  expect(forbiddenImports('src/pages/console/main.tsx', source)).toEqual(wrong);
});
