// The inbox: messages that have arrived at the task hub and are not yet processed, in order of arrival.

import type { DatabaseSync } from 'node:sqlite';
import type { Message } from '../effects';

export interface StoredMessage {
  seq: number;
  message: Message;
}

export interface InboxTable {
  /** Stores a message. @returns its sequence number. */
  add(message: Message): number;
  /** Stores a message between `seq` and the next message. `fraction` in (0, 1) orders several such messages. */
  addAfter(message: Message, seq: number, fraction: number): number;
  /** Removes one message of an instance. */
  remove(instanceId: string, seq: number): void;
  /** Removes an instance's messages up to and including `seq`. */
  removeUpTo(instanceId: string, seq: number): void;
  removeAll(instanceId: string): void;
  all(): Iterable<StoredMessage>;
}

interface Row {
  seq: number;
  body: string;
}

export function makeInboxTable(db: DatabaseSync): InboxTable {
  db.exec(`CREATE TABLE IF NOT EXISTS inbox (
    instance TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (instance, seq)
  ) WITHOUT ROWID`);
  const insert = db.prepare('INSERT INTO inbox (instance, seq, body) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM inbox WHERE instance = ? AND seq = ?');
  const removeUpTo = db.prepare('DELETE FROM inbox WHERE instance = ? AND seq <= ?');
  const removeAll = db.prepare('DELETE FROM inbox WHERE instance = ?');
  const all = db.prepare('SELECT seq, body FROM inbox ORDER BY seq');
  const last = db.prepare('SELECT max(seq) AS seq FROM inbox').get() as { seq: number | null };
  let seq = Math.ceil(last.seq ?? 0);
  return {
    add(message) {
      insert.run(message.to, ++seq, JSON.stringify(message));
      return seq;
    },
    addAfter(message, place, fraction) {
      const between = place + fraction;
      insert.run(message.to, between, JSON.stringify(message));
      return between;
    },
    remove(instanceId, place) {
      remove.run(instanceId, place);
    },
    removeUpTo(instanceId, place) {
      removeUpTo.run(instanceId, place);
    },
    removeAll(instanceId) {
      removeAll.run(instanceId);
    },
    *all() {
      for (const row of all.iterate() as Iterable<unknown> as Iterable<Row>) {
        yield { seq: row.seq, message: JSON.parse(row.body) as Message };
      }
    },
  };
}
