// The table of orchestration instances (one status row each), and the list of instances, which includes entities.

import type { DatabaseSync } from 'node:sqlite';
import type { ParentInstance } from '../history';
import type { Instance } from '../instance';
import { RuntimeStatus } from '../runtime-status';

export interface InstanceQuery {
  createdFrom?: number;
  createdTo?: number;
  /** Empty = any. */
  statuses: RuntimeStatus[];
  idPrefix?: string;
  /** The first instance id of the page. */
  from?: string;
  limit: number;
}

export interface InstanceTable {
  get(id: string): Instance | undefined;
  /** Inserts or replaces. */
  save(instance: Instance): void;
  remove(id: string): void;
  /** Instances and entities, ordered by id; one more than `limit` if there is another page. */
  list(query: InstanceQuery): Instance[];
  /** Ids of orchestrations that have ended, for a purge. */
  ended(query: { createdFrom: number; createdTo: number; statuses: RuntimeStatus[] }): string[];
}

interface Row {
  id: string;
  execution: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  input: string | null;
  output: string | null;
  custom_status: string | null;
  created: number;
  updated: number;
  parent: string | null;
  generation: number | null;
}

const ended = [RuntimeStatus.Completed, RuntimeStatus.Failed, RuntimeStatus.Canceled, RuntimeStatus.Terminated];

/** Call this after the entity table exists, because the list includes entities. */
export function makeInstanceTable(db: DatabaseSync): InstanceTable {
  createTable(db);
  const select = db.prepare('SELECT * FROM instances WHERE id = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM instances WHERE id = ?');
  const page = `id >= ? AND (? IS NULL OR substr(id, 1, length(?)) = ?) AND created BETWEEN ? AND ?
    AND (? = '' OR instr(?, ',' || status || ',')) ORDER BY id LIMIT ?`;
  const list = db.prepare(`SELECT * FROM all_instances WHERE ${page}`);
  const listEnded = db.prepare(
    `SELECT id FROM instances WHERE created BETWEEN ? AND ? AND instr(?, ',' || status || ',')`,
  );
  return {
    get(id) {
      const row = select.get(id) as unknown as Row | undefined;
      return row && toInstance(row);
    },
    save(instance) {
      upsert.run(...values(instance));
    },
    remove(id) {
      remove.run(id);
    },
    list({ createdFrom = 0, createdTo = Number.MAX_SAFE_INTEGER, statuses, idPrefix, from = '', limit }) {
      const prefix = idPrefix ?? null;
      const any = statusList(statuses);
      const rows = list.all(from, prefix, prefix, prefix, createdFrom, createdTo, any, any, limit + 1);
      return (rows as unknown as Row[]).map(toInstance);
    },
    ended({ createdFrom, createdTo, statuses }) {
      const wanted = statuses.length > 0 ? ended.filter((status) => statuses.includes(status)) : ended;
      const rows = listEnded.all(createdFrom, createdTo, `,${wanted.join(',')},`);
      return (rows as unknown as { id: string }[]).map(({ id }) => id);
    },
  };
}

function createTable(db: DatabaseSync): void {
  db.exec(`CREATE TABLE IF NOT EXISTS instances (
    id TEXT PRIMARY KEY,
    execution TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT,
    status INTEGER NOT NULL,
    input TEXT,
    output TEXT,
    custom_status TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    parent TEXT,
    generation INTEGER
  ) WITHOUT ROWID`);
  db.exec(`CREATE TEMP VIEW all_instances AS SELECT * FROM instances UNION ALL
    SELECT id, '', id, NULL, ${RuntimeStatus.Running}, json_object('exists', json('true'), 'state', state), NULL,
      '{"entityExists":true}', created, last_operation, NULL, NULL FROM entities WHERE exists_now = 1`);
}

function statusList(statuses: RuntimeStatus[]): string {
  return statuses.length === 0 ? '' : `,${statuses.join(',')},`;
}

function values(instance: Instance) {
  const { id, executionId, name, version, status, input, output, customStatus } = instance;
  const parent = instance.parent && JSON.stringify(instance.parent);
  const { createdAt, updatedAt, generation } = instance;
  return [
    id,
    executionId,
    name,
    version,
    status,
    input,
    output,
    customStatus,
    createdAt,
    updatedAt,
    parent,
    generation,
  ] as const;
}

function toInstance(row: Row): Instance {
  const { id, name, version, status, input, output, generation } = row;
  return {
    id,
    executionId: row.execution,
    name,
    version,
    status,
    input,
    output,
    customStatus: row.custom_status,
    createdAt: row.created,
    updatedAt: row.updated,
    parent: row.parent === null ? null : (JSON.parse(row.parent) as ParentInstance),
    generation,
  };
}
