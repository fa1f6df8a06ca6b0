// The task hub's SQLite file. It is opened for this process alone: SQLite holds the file's lock until the process ends,
// however it ends, so a second host on the same data folder is refused and a killed one leaves nothing behind.

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
  /** Runs `write` in one transaction; when it throws nothing is changed. */
  transaction(write: () => void): void;
  close(): void;
}

/**
 * Pages of 4 KB that may gather in the write-ahead log: moving them to the file waits for the disk. SQLite's own
 * default is 1000.
 */
const checkpointPages = 8000;

/** Raise it when the tables change; a file of another version is refused. */
const schemaVersion = 1;

/**
 * @throws Error with a message for the user when another process has the task hub open, or the file is of another version.
 */
export function openStore(dataFolder: string, hubName: string): Store {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, `${hubName}.taskhub.db`);
  const db = openDatabase(path);
  try {
    claim(db, path);
    return tables(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function claim(db: DatabaseSync, path: string): void {
  try {
    db.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE; COMMIT',
    );
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode !== 5) throw error;
    throw new Error(`The task hub in ${path} is in use by another host. Stop that one, or use another data folder.`, {
      cause: error,
    });
  }
  const version = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version !== 0 && version !== schemaVersion) {
    throw new Error(
      `The task hub in ${path} was written by another version of the local host. Delete it to start anew.`,
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
