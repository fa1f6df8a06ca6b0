// Reads the status API's answer (`showHistory=true&showHistoryOutput=true&showInput=true`), of Azure or of this host, as a
// recorded execution.

import { StartupError } from '../../core/startup-error';
import { type HistoryRow, rebuildHistory } from './rebuild-history';
import type { RecordedRun } from './recorded-run';

/** @param version the orchestration's. @throws StartupError for a text that is not such an answer. */
export function readDownloadedRun(text: string, version?: string): RecordedRun {
  const { name, instanceId, input, historyEvents } = parse(text);
  const executionId = instanceId;
  const inputText = input === undefined || input === null ? null : JSON.stringify(input);
  const events = rebuildHistory(historyEvents, {
    name,
    instanceId,
    executionId,
    input: inputText,
    version: version ?? null,
  });
  return { instanceId, executionId, name, input: inputText, events, notes: notesOn(historyEvents, inputText, version) };
}

interface Status {
  name: string;
  instanceId: string;
  input: unknown;
  historyEvents: HistoryRow[];
}

function parse(text: string): Status {
  let status: Partial<Status> | null;
  try {
    status = JSON.parse(text) as Partial<Status> | null;
  } catch (cause) {
    throw new StartupError(`The file is not JSON: ${(cause as Error).message}`, { cause });
  }
  const { name, instanceId, historyEvents, input } = status ?? {};
  if (typeof name !== 'string' || typeof instanceId !== 'string' || !Array.isArray(historyEvents)) {
    const query = 'showHistory=true&showHistoryOutput=true&showInput=true';
    throw new StartupError(`The file is not the status of an instance with its history. Download it with ?${query}`);
  }
  return { name, instanceId, input, historyEvents };
}

/** What the record lacks. */
function notesOn(rows: HistoryRow[], input: string | null, version: string | undefined): string[] {
  const notes = ['It does not show tasks that had not ended, and the times of episodes are those of their messages.'];
  if (input === null)
    notes.push('It has no input: unless the orchestrator takes none, download it with showInput=true.');
  if (version === undefined)
    notes.push('It does not tell the version of the orchestration: if it has one, name it with --instance-version.');
  const results = rows.filter(({ EventType }) => /^(Task|SubOrchestrationInstance)Completed$/.test(EventType));
  if (results.some((row) => !('Result' in row))) {
    notes.push('It has no results, so every task returns null: download it with showHistoryOutput=true.');
  }
  const calls = results.map(({ ScheduledTime, FunctionName }) => `${ScheduledTime} ${FunctionName}`);
  if (new Set(calls).size < calls.length) {
    notes.push('Calls of one function that were scheduled at the same time are numbered in the order of their ends.');
  }
  return notes;
}
