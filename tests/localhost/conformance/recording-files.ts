// Reads recordings: files of JSON lines, and the folder with one file per instance.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Invocation, RecordedInstance } from './recordings.ts';

export function readLines<T>(file: string): T[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** All lines of a folder's `.jsonl` files, by file name without extension. */
export function readFolder<T>(folder: string): Map<string, T[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return new Map(files.sort().map((name) => [basename(name, '.jsonl'), readLines<T>(join(folder, name))]));
}

/** As written by adopt.mts; `(chain-2)` is the second instance of `chain` with a generated id. */
export function readInstances(folder: string): RecordedInstance[] {
  const files = [...readFolder<Invocation>(folder)];
  return files.map(([name, invocations]) => ({ name: name.replace(/-\d+\)$/, ')'), invocations }));
}

/** The suffix of a run's instance ids, from the first instance started by the driver. */
export function suffixOf(urls: string[]): string {
  return urls.map((url) => /\/api\/start\/\w+\/[\w-]+-(\w+)$/.exec(url)?.[1]).find((suffix) => suffix) ?? 'unknown';
}
