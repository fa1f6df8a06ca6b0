// Plans a chaos run in advance from a seed: the instances, when they start, what their clients do, when the host is killed,
// and the expected results.

import { instanceKinds } from './instance-kinds';
import type { InstancePlan } from './instance-plan';
import { type Random, seededRandom } from './random';

export interface Kill {
  /** The kill is timed from the start of the host's process or from when it is ready. */
  from: 'spawn' | 'ready';
  afterMs: number;
}

export interface Round {
  instances: InstancePlan[];
  kill: Kill;
}

export interface Size {
  instances: number;
  kills: number;
}

/** One round for each kill; the instances are spread over the rounds. */
export function makePlan(seed: number, { instances, kills }: Size): Round[] {
  const random = seededRandom(seed);
  const rounds = Array.from({ length: kills }, (): Round => ({ instances: [], kill: makeKill(random) }));
  for (let i = 0; i < instances; i++) rounds[i % kills]?.instances.push(makeInstance(random, i));
  return rounds;
}

/** One in six kills hits the host during startup. */
function makeKill(random: Random): Kill {
  return random.chance(1 / 6)
    ? { from: 'spawn', afterMs: random.between(100, 600) }
    : { from: 'ready', afterMs: random.between(10, 1200) };
}

function makeInstance(random: Random, index: number): InstancePlan {
  const make = instanceKinds[index % instanceKinds.length] ?? instanceKinds[0];
  const id = `i${String(index).padStart(3, '0')}`;
  const start = { id, byClient: random.chance(0.5), startAfterMs: random.between(0, 800) };
  return { ...start, ...make(random, id) };
}
