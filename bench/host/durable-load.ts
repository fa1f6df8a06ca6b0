// Load for the task hub: chains, fan-outs and signals. The app reports completions immediately, while every instance is also
// polled as by a client. Results are verified at the end.

import type { Completions } from './completions';
import { type HttpClient, pause } from './http-client';

export interface Target {
  origin: string;
  client: HttpClient;
  completions: Completions;
}

export interface ChainRun {
  perSecond: number;
  /** Median time from a start request to the next completion; with one in flight, the time of a whole chain. */
  p50Ms: number;
}

const pollMs = 500;
const chainOutput = 5;

/** Runs `count` chains of five activities, `inFlight` at a time. @throws when one fails. */
export async function runChains(target: Target, count: number, inFlight: number): Promise<ChainRun> {
  const { completions } = target;
  const before = await completions.count('chain');
  const runs = makeRuns();
  const times: number[] = [];
  const began = performance.now();
  for (let ended = 0; ended < count; ) {
    const since = performance.now();
    while (runs.all.length < count && runs.all.length - ended < inFlight) {
      runs.add(runToEnd(target, 'chain', 0, chainOutput));
    }
    ended = (await runs.unlessFailed(completions.next('chain', before + ended))) - before;
    times.push(performance.now() - since);
  }
  const perSecond = (1000 * count) / (performance.now() - began);
  await Promise.all(runs.all);
  return { perSecond, p50Ms: times.sort((a, b) => a - b)[times.length >> 1] ?? 0 };
}

/** @returns activities per second of one fan-out, from its start request to its completion. */
export async function runFanOut(target: Target, activities: number): Promise<number> {
  const { completions } = target;
  const before = await completions.count('fanOut');
  const runs = makeRuns();
  const began = performance.now();
  runs.add(runToEnd(target, 'fanOut', activities, (activities * (activities + 1)) / 2));
  await runs.unlessFailed(completions.reach('fanOut', before + 1));
  const perSecond = (1000 * activities) / (performance.now() - began);
  await Promise.all(runs.all);
  return perSecond;
}

/** @returns ms from sending the first signal to processing the last one. @throws when the sum is wrong. */
export async function sendSignals(
  { origin, client, completions }: Target,
  count: number,
  key: string,
): Promise<number> {
  const before = await completions.count('counter');
  const url = `${origin}/runtime/webhooks/durabletask/entities/counter/${key}`;
  const runs = makeRuns();
  const began = performance.now();
  for (let i = 0; i < count; i++) runs.add(accepted(client.post(`${url}?op=add`, 1)));
  await runs.unlessFailed(completions.reach('counter', before + count));
  const ms = performance.now() - began;
  await Promise.all(runs.all);
  // The state becomes readable shortly after the last operation.
  for (let read = 0, tries = 0; read !== count; tries++) {
    if (tries > 100) throw new Error(`The entity has ${read} of ${count}.`);
    if (tries > 0) await pause(20);
    read = Number((await client.get(url)).body);
  }
  return ms;
}

/** Collects promises; `unlessFailed` rejects as soon as one of them does. */
function makeRuns() {
  const all: Promise<unknown>[] = [];
  let fail: ((error: Error) => void) | undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  return {
    all,
    add(run: Promise<unknown>): void {
      run.catch(fail);
      all.push(run);
    },
    unlessFailed: <T>(wait: Promise<T>): Promise<T> => Promise.race([wait, failed]),
  };
}

async function accepted(sent: ReturnType<HttpClient['post']>): Promise<string> {
  const { status, body } = await sent;
  if (status !== 202) throw new Error(`A request to the task hub returned ${status}: ${body}`);
  return body;
}

async function runToEnd({ origin, client }: Target, name: string, input: unknown, expected: number): Promise<void> {
  const started = await accepted(client.post(`${origin}/api/start/${name}`, input));
  const { statusQueryGetUri: url } = JSON.parse(started) as { statusQueryGetUri: string };
  for (;;) {
    await pause(pollMs);
    const { runtimeStatus, output } = JSON.parse((await client.get(url)).body) as {
      runtimeStatus: string;
      output: unknown;
    };
    if (runtimeStatus === 'Pending' || runtimeStatus === 'Running') continue;
    if (runtimeStatus === 'Completed' && output === expected) return;
    throw new Error(`An instance ended as ${runtimeStatus} with ${JSON.stringify(output)}.`);
  }
}
