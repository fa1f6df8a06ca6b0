// What the README promises first: the commands of a fresh clone, and what the demo prints. What else it names is checked with the other pages.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shapeOfSample, withDemoSample } from '../../scripts/demo/demo-readme';
import { demoSteps } from '../../scripts/demo/run-demo';
import { repositoryRoot } from '../../scripts/repository-root';

const readme = readFileSync(join(repositoryRoot(), 'README.md'), 'utf8');

test('the README holds the two commands of a fresh clone', () => {
  expect(readme).toContain('npm ci && npm run demo\n');
  expect(readme).toContain('npm ci && npm test\n');
});

test("the README's sample of the demo has the demo's steps (npm run demo:readme writes it)", () => {
  expect(shapeOfSample(readme)).toEqual({ columns: ['step', 'result', 'ms'], steps: Object.values(demoSteps) });
});

test('a sample is replaced by the rows of another run, and nothing else changes', () => {
  const page = withDemoSample(readme, [{ step: 'A step', result: 'two words', ms: 7 }]);
  expect(shapeOfSample(page)).toEqual({ columns: ['step', 'result', 'ms'], steps: ['A step'] });
  expect(page.split('<!-- demo:begin')[0]).toBe(readme.split('<!-- demo:begin')[0]);
  expect(page.split('<!-- demo:end -->')[1]).toBe(readme.split('<!-- demo:end -->')[1]);
});
