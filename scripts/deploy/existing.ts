// Asks Azure what a shop already has: names of resources, regions, what it was last made from, and its budget.

import type { Az } from './az';
import { type Named, showBudget, showGroup, showResources } from './commands';
import { isNotThere } from './failures';
import type { Where } from './options';
import { type Deployed, type Outputs, readOutputs } from './outputs';

export interface Existing {
  /** Undefined if no deployment of resources has succeeded. */
  deployed?: Deployed;
  /** What the resources were made from; see fingerprint.ts. */
  fingerprint?: string;
  /** The region of the resource group. */
  groupLocation?: string;
  /** The region in which Azure keeps the deployment's record: the next one under this name has to use it too. */
  recordLocation?: string;
}

/** From Azure's record of the last deployment, and from the resource group. */
export async function readExisting(where: Where, az: Az): Promise<Existing> {
  const record = await unlessMissing<DeploymentRecord>(az, showResources(where));
  const group = await unlessMissing<{ location: string }>(az, showGroup(where));
  const fingerprint = record?.outputs && textOf(record.outputs, 'RESOURCES_FINGERPRINT');
  return {
    // Without a group, what the record names has been deleted.
    ...(group && record?.outputs && { deployed: readOutputs(record.outputs) }),
    ...(group && fingerprint && { fingerprint }),
    ...(group && { groupLocation: group.location }),
    ...(record?.location && { recordLocation: record.location }),
  };
}

/** The first day of the existing budget, which cannot be changed; undefined if there is none. Asks for the budget itself. */
export async function readBudgetStart(where: Named, az: Az): Promise<string | undefined> {
  const budget = await unlessMissing<{ startDate?: string }>(az, showBudget(where));
  return budget?.startDate?.slice(0, 'yyyy-MM-dd'.length);
}

/** `2026-11-01` */
export function firstOfMonth(now: Date): string {
  return `${now.toISOString().slice(0, 'yyyy-MM'.length)}-01`;
}

interface DeploymentRecord {
  location?: string;
  /** Null when the deployment failed. */
  outputs: Outputs;
}

async function unlessMissing<T>(az: Az, command: string[]): Promise<T | undefined> {
  try {
    return JSON.parse(await az(command, { quiet: true })) as T;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

function textOf(outputs: NonNullable<Outputs>, name: string): string | undefined {
  const found = Object.entries(outputs).find(([key]) => key.toUpperCase() === name)?.[1]?.value;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
