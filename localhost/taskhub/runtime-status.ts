// The states of an orchestration instance: numbers in histories and in the store, names in the management API.

export const RuntimeStatus = {
  Running: 0,
  Completed: 1,
  ContinuedAsNew: 2,
  Failed: 3,
  Canceled: 4,
  Terminated: 5,
  Pending: 6,
  Suspended: 7,
} as const;

export type RuntimeStatus = (typeof RuntimeStatus)[keyof typeof RuntimeStatus];

const names = new Map<number, string>(Object.entries(RuntimeStatus).map(([name, number]) => [number, name]));

export function runtimeStatusName(status: number): string {
  return names.get(status) ?? 'Unknown';
}

/** @param text an exact name, or a number. @returns undefined for anything else. */
export function parseRuntimeStatus(text: string): RuntimeStatus | undefined {
  const name = /^\d+$/.test(text) ? names.get(Number(text)) : text;
  return name !== undefined && Object.hasOwn(RuntimeStatus, name)
    ? RuntimeStatus[name as keyof typeof RuntimeStatus]
    : undefined;
}

/** True when only a rewind can change the instance. */
export function isFinal(status: RuntimeStatus): boolean {
  return (
    status === RuntimeStatus.Completed ||
    status === RuntimeStatus.Failed ||
    status === RuntimeStatus.Canceled ||
    status === RuntimeStatus.Terminated
  );
}
