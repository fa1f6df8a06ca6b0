// Orchestrations outlive deployments: whoever has begun by one version of a story must end by it. So a changed story gets a
// version of its own here and in host.json (`defaultVersion`), and the one before stays until its last instance has ended.

import type { DurableContext, Orchestration } from './durable';

export type StoryTeller<T> = (context: DurableContext) => Orchestration<T>;

/**
 * Tells each instance the latest of these stories that is not newer than the version it was started with. An instance without
 * a version, from before there were any, gets the oldest.
 * @example orchestratorByVersion({ '1.0': tellWithoutGift, '1.1': tellWithGift })
 */
export function orchestratorByVersion<T>(stories: Record<string, StoryTeller<T>>): StoryTeller<T> {
  const versions = Object.keys(stories).sort(compareVersions);
  return function* told(context) {
    const { version } = context.df;
    const known = version ? versions.filter((one) => compareVersions(one, version) <= 0) : [];
    const story = stories[known.at(-1) ?? versions[0] ?? ''];
    if (!story) throw new Error('A story needs at least one version.');
    return yield* story(context);
  };
}

/** By the numbers between the dots, as the task hub compares them. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
