// Reads a recorded execution from the task hub of a host that is not running.

import { readdirSync } from 'node:fs';
import { StartupError } from '../../core/startup-error';
import { openStore } from '../store';
import type { RecordedRun } from './recorded-run';

/** @throws StartupError when there is no such instance, or a host has the task hub open. */
export function readStoredRun(dataFolder: string, hubName: string, instanceId: string): RecordedRun {
  if (!hasHub(dataFolder, hubName)) {
    throw new StartupError(`There is no task hub '${hubName}' in ${dataFolder}. Name its folder with --data.`);
  }
  const store = openHub(dataFolder, hubName);
  try {
    const instance = store.instances.get(instanceId);
    if (!instance)
      throw new StartupError(`There is no instance '${instanceId}' in the task hub, and no file of that name.`);
    const { events, actionCounts } = store.histories.load(instanceId);
    const { executionId, name, input } = instance;
    return { instanceId, executionId, name, input, events, actionCounts, notes: [] };
  } finally {
    store.close();
  }
}

function hasHub(dataFolder: string, hubName: string): boolean {
  try {
    return readdirSync(dataFolder).includes(`${hubName}.taskhub.db`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function openHub(dataFolder: string, hubName: string) {
  try {
    return openStore(dataFolder, hubName);
  } catch (cause) {
    const { message } = cause as Error;
    throw new StartupError(
      `${message} A running host gives the history as a file: GET …/instances/ID?showHistory=true`,
      {
        cause,
      },
    );
  }
}
