// Opens databases with Node's built-in SQLite. It is required, not imported: importing would load it, and print its
// warning, before hideSqliteWarning is in place.

import type { DatabaseSync } from 'node:sqlite';
import { hideSqliteWarning } from './hide-sqlite-warning';

export function openDatabase(path: string): DatabaseSync {
  hideSqliteWarning();
  const { DatabaseSync } = require('node:sqlite') as typeof import('node:sqlite');
  return new DatabaseSync(path);
}
