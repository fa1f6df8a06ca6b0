// What an orchestration's history tells about the messages that the task hub had to carry for it.

import { DatabaseSync } from 'node:sqlite';

/** Events that came or went as a message; those of a sub-orchestration's start are counted there, a timer's end with its start. */
const carried = new Set([0, 4, 5, 6, 8, 9, 10, 14, 15]);
const EXECUTION_STARTED = 0;
const ORCHESTRATOR_STARTED = 12;

export interface HubFigures {
  messages: number;
  episodes: number;
  instances: number;
}

/** Sums over the instances whose id begins with one of `prefixes`; `file` is the task hub of a local host that has ended. */
export function readHub(file: string, prefixes: string[]): HubFigures {
  const figures: HubFigures = { messages: 0, episodes: 0, instances: 0 };
  const db = new DatabaseSync(file);
  const rows = db.prepare('SELECT instance, events FROM history').all() as { instance: string; events: string }[];
  db.close();
  for (const { instance, events } of rows) {
    if (!prefixes.some((prefix) => instance.startsWith(prefix))) continue;
    for (const { EventType } of JSON.parse(`[${events}]`) as { EventType: number }[]) {
      if (carried.has(EventType)) figures.messages++;
      if (EventType === ORCHESTRATOR_STARTED) figures.episodes++;
      if (EventType === EXECUTION_STARTED) figures.instances++;
    }
  }
  return figures;
}
