// Counts the durable actions of orders by name, from the histories of a stopped local host.

import { DatabaseSync } from 'node:sqlite';

export interface HubActions {
  activities: Record<string, number>;
  entityOperations: Record<string, number>;
  /** Sub-orchestrations and timers. */
  others: Record<string, number>;
}

interface HistoryEvent {
  EventType: number;
  Name?: string;
  InstanceId?: string;
  Input?: string;
}

const taskScheduled = 4;
const subOrchestrationCreated = 7;
const timerCreated = 10;
const eventSent = 14;

/** Averages per order. Each retry of an activity counts; locks and events to orchestrations do not. */
export function readHubActions(file: string, orderIds: string[]): HubActions {
  const actions: HubActions = { activities: {}, entityOperations: {}, others: {} };
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare('SELECT instance, events FROM history').all() as { instance: string; events: string }[];
  db.close();
  const count = (kind: keyof HubActions, name: string) => {
    actions[kind][name] = (actions[kind][name] ?? 0) + 1 / orderIds.length;
  };
  for (const { instance, events } of rows) {
    if (!orderIds.some((orderId) => instance.startsWith(orderId))) continue;
    for (const { EventType, Name = '', InstanceId = '', Input = '' } of JSON.parse(`[${events}]`) as HistoryEvent[]) {
      if (EventType === taskScheduled) count('activities', Name);
      if (EventType === subOrchestrationCreated) count('others', Name);
      if (EventType === timerCreated) count('others', 'timer');
      if (EventType === eventSent && InstanceId.startsWith('@'))
        count('entityOperations', operationOf(InstanceId, Input));
    }
  }
  return actions;
}

/** e.g. `stock.reserve`, from an entity id such as `@stock@mug`. */
function operationOf(entity: string, message: string): string {
  const { op = '?' } = JSON.parse(message) as { op?: string };
  return `${entity.split('@')[1]}.${op}`;
}
