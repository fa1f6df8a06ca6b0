// azure.yaml refers to existing files, scripts and a tagged service. Compared as text, because azd cannot run in tests.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const azureYaml = read('azure.yaml');

test.each(['flex', 'premium'])('the service has the name by which the app of the plan %s is tagged', (plan) => {
  const tag = /'azd-service-name': '(\w+)'/.exec(read(`infra/modules/${plan}-app.bicep`))?.[1];
  expect(azureYaml).toMatch(new RegExp(`^services:\\n {2}${tag}:\\n`, 'm'));
});

test('the template and its parameter file are where azd looks for them', () => {
  expect(azureYaml).toMatch(/path: infra\n {2}module: main\n/);
  expect(existsSync(join(root, 'infra/main.bicep'))).toBe(true);
  expect(existsSync(join(root, 'infra/main.bicepparam'))).toBe(true);
});

test('the project is the folder that the package script writes', () => {
  expect(azureYaml).toContain('project: ./dist/package\n');
  expect(read('scripts/package/package-app.ts')).toContain("join(output, 'package')");
});

test('every hook runs npm scripts that exist, the same on every system', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const runs = [...azureYaml.matchAll(/^ {6}run: (.*)$/gm)].map((match) => match[1] ?? '');
  expect(runs).toHaveLength(6);
  const named = runs.map((run) => /npm run --silent ([\w:-]+)/.exec(run)?.[1] ?? run);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  for (const at of [0, 2, 4]) expect(runs[at]?.replace('&&', ';')).toBe(runs[at + 1]?.replace('ci;', 'ci ;'));
});
