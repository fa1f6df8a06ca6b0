// The table of entities: state, lock, time of last operation. An entity that neither exists nor is locked has no row.

import type { DatabaseSync } from 'node:sqlite';
import { clock } from '../../core/host-clock';
import { parseEntityInstanceId } from '../entities/entity-id';
import type { EntityState } from '../entities/entity-state';

export interface EntityQuery {
  name?: string;
  lastOperationFrom?: number;
  lastOperationTo?: number;
  /** The first instance id of the page. */
  from?: string;
  limit: number;
}

export interface EntityTable {
  /** The stored entity, or the state of an entity before its first operation. */
  load(id: string): EntityState;
  save(entity: EntityState): void;
  /** Existing entities, ordered by id; one more than `limit` if there is another page. */
  list(query: EntityQuery): EntityState[];
}

interface Row {
  id: string;
  name: string;
  key: string;
  exists_now: number;
  state: string | null;
  lock_parent: string | null;
  lock_request: string | null;
  created: number;
  last_operation: number;
}

export function makeEntityTable(db: DatabaseSync): EntityTable {
  db.exec(`CREATE TABLE IF NOT EXISTS entities (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    exists_now INTEGER NOT NULL,
    state TEXT,
    lock_parent TEXT,
    lock_request TEXT,
    created INTEGER NOT NULL,
    last_operation INTEGER NOT NULL
  ) WITHOUT ROWID`);
  const select = db.prepare('SELECT * FROM entities WHERE id = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM entities WHERE id = ?');
  const list = db.prepare(`SELECT * FROM entities WHERE exists_now = 1 AND id >= ? AND (? IS NULL OR name = ?)
    AND last_operation BETWEEN ? AND ? ORDER BY id LIMIT ?`);
  return {
    load(id) {
      const row = select.get(id) as unknown as Row | undefined;
      return row ? toEntity(row) : fresh(id);
    },
    save(entity) {
      const { id, name, key, exists, state, lock, createdAt, lastOperationAt } = entity;
      if (!exists && !lock) remove.run(id);
      else {
        const holder = [lock?.parent ?? null, lock?.requestId ?? null] as const;
        upsert.run(id, name, key, exists ? 1 : 0, state, ...holder, createdAt, lastOperationAt);
      }
    },
    list({ name, lastOperationFrom = 0, lastOperationTo = Number.MAX_SAFE_INTEGER, from = '', limit }) {
      const lower = name?.toLowerCase() ?? null;
      const rows = list.all(from, lower, lower, lastOperationFrom, lastOperationTo, limit + 1);
      return (rows as unknown as Row[]).map(toEntity);
    },
  };
}

function fresh(id: string): EntityState {
  const now = clock.now();
  return {
    id,
    ...parseEntityInstanceId(id),
    exists: false,
    state: null,
    lock: null,
    createdAt: now,
    lastOperationAt: now,
  };
}

function toEntity(row: Row): EntityState {
  const { id, name, key, state, lock_parent: parent, lock_request: requestId } = row;
  const lock = parent !== null && requestId !== null ? { parent, requestId } : null;
  const times = { createdAt: row.created, lastOperationAt: row.last_operation };
  return { id, name, key, exists: row.exists_now === 1, state, lock, ...times };
}
