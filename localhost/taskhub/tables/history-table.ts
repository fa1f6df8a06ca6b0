// Histories, one row an episode: that is how they grow, and how many rows a replay has to read. The rows lie in the
// order in which they were written, so the episodes of many instances share pages: half as many to store as by primary
// key.

import type { DatabaseSync } from 'node:sqlite';
import { appendSegment, emptyHistory, type History, type HistorySegment, parseSegmentText } from '../instance';

export interface HistoryTable {
  /** @param text the events as `segmentText` writes them. */
  append(instanceId: string, episode: number, seen: number, text: string): void;
  load(instanceId: string): History;
  segments(instanceId: string): HistorySegment[];
  remove(instanceId: string): void;
}

interface Row {
  seen: number;
  events: string;
}

export function makeHistoryTable(db: DatabaseSync): HistoryTable {
  db.exec(`CREATE TABLE IF NOT EXISTS history (
    instance TEXT NOT NULL,
    episode INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (instance, episode)
  )`);
  const insert = db.prepare('INSERT INTO history (instance, episode, seen, events) VALUES (?, ?, ?, ?)');
  const select = db.prepare('SELECT seen, events FROM history WHERE instance = ? ORDER BY episode');
  const remove = db.prepare('DELETE FROM history WHERE instance = ?');
  const rows = (instanceId: string) => select.all(instanceId) as unknown as Row[];
  const toSegment = ({ events, seen }: Row): HistorySegment => ({ events: parseSegmentText(events), seen });
  return {
    append(instanceId, episode, seen, text) {
      insert.run(instanceId, episode, seen, text);
    },
    load(instanceId) {
      const history = emptyHistory();
      for (const row of rows(instanceId)) appendSegment(history, toSegment(row), row.events);
      return history;
    },
    segments: (instanceId) => rows(instanceId).map(toSegment),
    remove(instanceId) {
      remove.run(instanceId);
    },
  };
}
