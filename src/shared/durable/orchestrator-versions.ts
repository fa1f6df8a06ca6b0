// Orchestrations outlive deployments: an instance must end with the version of the orchestrator that it began with. So a changed
// orchestrator gets a new version here and in host.json (`defaultVersion`), and the old one stays until its last instance has ended.

import type { DurableContext, Orchestration } from './durable';

export type Orchestrator<T> = (context: DurableContext) => Orchestration<T>;

/**
 * Runs each instance with the latest of these orchestrators that is not newer than the version it was started with. An instance
 * without a version, from before there were any, gets the oldest.
 * @example orchestratorByVersion({ '1.0': runWithoutGift, '1.1': runWithGift })
 */
export function orchestratorByVersion<T>(orchestrators: Record<string, Orchestrator<T>>): Orchestrator<T> {
  const versions = Object.keys(orchestrators).sort(compareVersions);
  return function* byVersion(context) {
    const { version } = context.df;
    const known = version ? versions.filter((one) => compareVersions(one, version) <= 0) : [];
    const orchestrator = orchestrators[known.at(-1) ?? versions[0] ?? ''];
    if (!orchestrator) throw new Error('An orchestrator needs at least one version.');
    return yield* orchestrator(context);
  };
}

/** Compares the numbers between the dots, as the task hub does. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
