// The version that benches compare with: built from the history into a folder of its own, or a built folder that is given.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root';

/** The last version that read one entity a product, and that decoded every pixel of a picture. */
const commit = 'a88468f';

export interface Baseline {
  folder: string;
  remove(): void;
}

/** @throws when the history does not have the commit, as in a shallow clone, or its build fails. */
export function prepareBaseline(given = process.env.BASELINE): Baseline {
  if (given) return { folder: given, remove: () => undefined };
  const root = repositoryRoot();
  const parent = mkdtempSync(join(tmpdir(), 'bench-baseline-'));
  const folder = join(parent, 'app');
  const run = (command: string, args: string[], cwd: string) =>
    execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const remove = () => {
    run('git', ['worktree', 'remove', '--force', folder], root);
    rmSync(parent, { recursive: true, force: true });
  };
  run('git', ['worktree', 'add', '--detach', folder, commit], root);
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    run('npm', ['run', '--silent', 'build'], folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}
