// The table of histories, with one row per episode, because a history grows by episodes. Rows are stored in insertion
// order, so episodes of many instances share pages: half as many pages to write as in primary key order.

import type { DatabaseSync } from 'node:sqlite';
import { appendSegment, emptyHistory, type History, type HistorySegment, parseSegmentText } from '../instance';

export interface HistoryTable {
  /** @param text the events as formatted by `segmentText`. */
  append(instanceId: string, episode: number, actionCount: number, text: string): void;
  load(instanceId: string): History;
  segments(instanceId: string): HistorySegment[];
  remove(instanceId: string): void;
}

interface Row {
  /** The segment's `actionCount`. */
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
  const toSegment = ({ events, seen }: Row): HistorySegment => ({
    events: parseSegmentText(events),
    actionCount: seen,
  });
  return {
    append(instanceId, episode, actionCount, text) {
      insert.run(instanceId, episode, actionCount, text);
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
