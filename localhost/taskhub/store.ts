// The task hub's SQLite file, opened with an exclusive lock. A second host on the same data folder is refused, and the
// lock ends with the process, so a killed host leaves no lock behind.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type EntityTable, makeEntityTable } from './tables/entity-table';
import { type HistoryTable, makeHistoryTable } from './tables/history-table';
import { type InboxTable, makeInboxTable } from './tables/inbox-table';
import { type InstanceTable, makeInstanceTable } from './tables/instance-table';
import { openDatabase } from './tables/sqlite';
import { makeWorkTable, type WorkTable } from './tables/work-table';

export interface Store {
  instances: InstanceTable;
  histories: HistoryTable;
  inbox: InboxTable;
  work: WorkTable;
  entities: EntityTable;
  /** Runs `write` in one transaction, and rolls it back if `write` throws. */
  transaction(write: () => void): void;
  close(): void;
}

/** The write-ahead log's limit in 4 KB pages. A checkpoint waits for the disk, so it is higher than SQLite's 1000. */
const checkpointPages = 8000;

/** Increase it when the tables change: a file with another version is refused. */
const schemaVersion = 1;

/**
 * @throws Error with a message for the user when another process has the task hub open, or the file version differs.
 */
export function openStore(dataFolder: string, hubName: string): Store {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, `${hubName}.taskhub.db`);
  const db = openDatabase(path);
  try {
    lock(db, path);
    return tables(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function lock(db: DatabaseSync, path: string): void {
  try {
    db.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE; COMMIT',
    );
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode !== 5) throw error;
    throw new Error(`The task hub in ${path} is in use by another host. Stop that host, or use another data folder.`, {
      cause: error,
    });
  }
  const version = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version !== 0 && version !== schemaVersion) {
    throw new Error(
      `The task hub in ${path} was written by another version of the local host. Delete it to start with an empty one.`,
    );
  }
  db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA user_version = ${schemaVersion}`);
}

function tables(db: DatabaseSync): Store {
  const parts = {
    entities: makeEntityTable(db),
    instances: makeInstanceTable(db),
    histories: makeHistoryTable(db),
    inbox: makeInboxTable(db),
    work: makeWorkTable(db),
  };
  return {
    ...parts,
    transaction(write) {
      db.exec('BEGIN');
      try {
        write();
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => db.close(),
  };
}
