// Counts the task hub messages of orchestrations from their histories.

import { DatabaseSync } from 'node:sqlite';

/**
 * Event types that stand for one message. The start of a sub-orchestration is counted in its own history, and a fired timer
 * with its creation.
 */
const messageTypes = new Set([0, 4, 5, 6, 8, 9, 10, 14, 15]);
const EXECUTION_STARTED = 0;
const ORCHESTRATOR_STARTED = 12;

export interface HubFigures {
  messages: number;
  episodes: number;
  instances: number;
}

/** Sums over the instances whose id begins with one of `prefixes`; `file` is the task hub of a stopped local host. */
export function readHub(file: string, prefixes: string[]): HubFigures {
  const figures: HubFigures = { messages: 0, episodes: 0, instances: 0 };
  const db = new DatabaseSync(file);
  const rows = db.prepare('SELECT instance, events FROM history').all() as { instance: string; events: string }[];
  db.close();
  for (const { instance, events } of rows) {
    if (!prefixes.some((prefix) => instance.startsWith(prefix))) continue;
    for (const { EventType } of JSON.parse(`[${events}]`) as { EventType: number }[]) {
      if (messageTypes.has(EventType)) figures.messages++;
      if (EventType === ORCHESTRATOR_STARTED) figures.episodes++;
      if (EventType === EXECUTION_STARTED) figures.instances++;
    }
  }
  return figures;
}
