// Builds the JSON that an orchestrator's trigger receives: the history, the input and the limits of this host.

import type { DurableTaskSettings } from '../../config/host-json';
import type { HistoryEvent } from '../history';
import type { InstanceState } from '../instance';

/** The highest schema version that durable-functions may use in its replies; 3 adds entity locks. */
const schemaVersion = 3;

export function orchestrationPayload(
  { instance, history }: InstanceState,
  arrived: readonly HistoryEvent[],
  settings: DurableTaskSettings,
): string {
  const current = JSON.stringify(arrived).slice(1, -1);
  const events = history.text ? `${history.text},${current}` : current;
  const rest = JSON.stringify({
    instanceId: instance.id,
    isReplaying: history.events.length > 0,
    parentInstanceId: instance.parent?.OrchestrationInstance.InstanceId ?? null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: schemaVersion,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: settings.defaultAsyncRequestSleepTimeMs,
  });
  return `{"history":[${events}],"input":${instance.input ?? 'null'},${rest.slice(1)}`;
}
