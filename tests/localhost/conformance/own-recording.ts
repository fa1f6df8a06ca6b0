// Reads what the local host recorded while it was driven, in the format of the genuine host's recordings.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Call, callOf, type RawCall } from './calls.ts';
import { readLines, suffixOf } from './recording-files.ts';
import {
  type Exchange,
  exchangeOf,
  instancesOf,
  type RawExchange,
  type RawInvocation,
  type RecordedInstance,
} from './recordings.ts';

export interface OwnRecording {
  exchanges: Exchange[];
  instances: RecordedInstance[];
  /** Calls of durable-functions' client to the task hub. */
  calls: Call[];
}

/** Reads the files of a run. */
export const recordingFiles = (folder: string) => ({
  exchanges: join(folder, 'exchanges.jsonl'),
  invocations: join(folder, 'invocations.jsonl'),
  calls: join(folder, 'calls.jsonl'),
});

export function readOwnRecording(folder: string): OwnRecording {
  const files = recordingFiles(folder);
  const raw = readLines<RawExchange>(files.exchanges);
  const own = { run: suffixOf(raw.map(({ request }) => request.url)) };
  const calls = existsSync(files.calls) ? readLines<RawCall>(files.calls) : [];
  return {
    exchanges: raw.map((exchange) => exchangeOf(exchange, own)),
    instances: instancesOf(readLines<RawInvocation>(files.invocations), own),
    calls: calls.map((call) => callOf(call, own)),
  };
}
