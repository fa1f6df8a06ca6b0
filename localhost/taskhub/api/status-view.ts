// Formats an instance for the management API. Times have whole seconds; inputs and outputs are JSON values.

import type { HistoryEvent } from '../history';
import type { Instance } from '../instance';
import { RuntimeStatus, runtimeStatusName } from '../runtime-status';
import { historyView } from './history-view';

export interface StatusOptions {
  showInput: boolean;
  /** Present when the request asks for the history. */
  history?: { events: readonly HistoryEvent[]; showOutput: boolean };
}

/** @returns JSON text. Stored JSON is inserted without parsing. */
export function statusView(instance: Instance, { showInput, history }: StatusOptions): string {
  const members = [
    `"name":${JSON.stringify(instance.name)}`,
    `"instanceId":${JSON.stringify(instance.id)}`,
    `"runtimeStatus":"${runtimeStatusName(instance.status)}"`,
    `"input":${(showInput ? instance.input : null) ?? 'null'}`,
    `"customStatus":${instance.customStatus ?? 'null'}`,
    `"output":${instance.output ?? 'null'}`,
    `"createdTime":"${wholeSeconds(instance.createdAt)}"`,
    `"lastUpdatedTime":"${wholeSeconds(instance.updatedAt)}"`,
  ];
  if (history && instance.status !== RuntimeStatus.Pending) {
    const { events, showOutput } = history;
    members.push(`"historyEvents":${JSON.stringify(historyView(events, { showInput, showOutput }))}`);
  }
  return `{${members.join(',')}}`;
}

function wholeSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
