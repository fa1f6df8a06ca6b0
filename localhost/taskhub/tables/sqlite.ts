// Node's built-in SQLite, without its warning that the module is experimental; all other warnings stay.

import type { DatabaseSync } from 'node:sqlite';

type Sqlite = { DatabaseSync: new (path: string) => DatabaseSync };

let loaded: Sqlite | undefined;

export function openDatabase(path: string): DatabaseSync {
  loaded ??= load();
  return new loaded.DatabaseSync(path);
}

function load(): Sqlite {
  const original = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const text = typeof warning === 'string' ? warning : warning.message;
    if (rest[0] === 'ExperimentalWarning' && text.startsWith('SQLite ')) return;
    Reflect.apply(original, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return require('node:sqlite') as Sqlite;
  } finally {
    process.emitWarning = original;
  }
}
