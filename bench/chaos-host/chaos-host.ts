// `npm run chaos:host [-- --seed N] [--quick]` repeatedly kills the local host (kill -9) while it runs orchestrations with
// activities, retries, timers, events, entities, locks and sub-orchestrations, then checks that nothing was lost or doubled.
//
//   --seed N    repeats the plan of a run that printed this seed; the exact timing differs
//   --quick     60 instances and 5 kills instead of 300 and 24
//
// The last line is JSON. If a check fails, the exit code is 1 and the data folder is kept.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runMain } from '../run-main';
import { driveInstance } from './drive-instance';
import type { InstancePlan } from './instance-plan';
import { type KillableHost, makeKillableHost } from './killable-host';
import { makePlan, type Round } from './plan';
import { makeRetryingClient, type RetryingClient } from './retrying-client';
import { verifyEntities } from './verify-entities';
import { readRuns, verifyInstances } from './verify-instances';

const full = { instances: 300, kills: 24 };
const quick = { instances: 60, kills: 5 };
/** For all instances to end, from the last kill on. */
const endLimitMs = 60_000;
/** Signals to the ledger "total" may still be in flight when the last instance has ended. */
const settleLimitMs = 10_000;
const settlePauseMs = 200;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, quick: { type: 'boolean', default: false } } });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number.');
  const size = values.quick ? quick : full;
  console.log(`Seed ${seed}: ${size.instances} instances, ${size.kills} kills.`);
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'chaos-host-'));
  const { violations, ...figures } = await run(makePlan(seed, size), folder);
  for (const violation of violations) console.log(`  ${violation}`);
  if (violations.length === 0) rmSync(folder, { recursive: true });
  else console.log(`The data folder and the host's log are kept in ${folder}.`);
  const seconds = Math.round(performance.now() - began) / 1000;
  const result = { bench: 'chaos:host', seed, ...size, ...figures, violations: violations.length, seconds };
  console.log(JSON.stringify(result));
  return violations.length === 0 ? 0 : 1;
}

interface Outcome {
  violations: string[];
  children: number;
  activityRuns: number;
  /** Results that instances used. The other executions failed, or the host was killed before it recorded them. */
  resultsUsed: number;
}

async function run(rounds: Round[], folder: string): Promise<Outcome> {
  const runsFile = join(folder, 'runs.jsonl');
  const host = makeKillableHost({
    command: join(__dirname, '../../localhost/index.js'),
    // npm runs scripts in the repository's root.
    app: resolve('bench/chaos-host/app'),
    dataFolder: folder,
    logFile: join(folder, 'host.log'),
    environment: { CHAOS_RUNS_FILE: runsFile },
  });
  const client = makeRetryingClient(host.origin);
  const plans = rounds.flatMap(({ instances }) => instances);
  const instanceRuns = await runRounds(rounds, host, client);
  const violations = await waitForEnds(plans, instanceRuns);
  const found = await verifyInstances(client, plans, readRuns(runsFile));
  violations.push(
    ...found.violations,
    ...usedTwice(found.used),
    ...(await verifySettledEntities(client, plans, found.used)),
  );
  const code = await host.stop();
  if (code !== 0) violations.push(`The host exited with code ${code} after Ctrl-C.`);
  if (host.errors() !== '') violations.push(`The host wrote to standard error: ${host.errors()}`);
  const { children, used } = found;
  return { violations, children, activityRuns: readRuns(runsFile).length, resultsUsed: used.length };
}

/** Starts each round's instances and kills the host while they run. @returns one promise per instance. */
async function runRounds(rounds: Round[], host: KillableHost, client: RetryingClient): Promise<Promise<void>[]> {
  const instanceRuns: Promise<void>[] = [];
  let started = host.start();
  await started.ready;
  for (const { instances, kill } of rounds) {
    for (const plan of instances) {
      const instanceRun = driveInstance(client, plan);
      // waitForEnds awaits it.
      instanceRun.catch(() => undefined);
      instanceRuns.push(instanceRun);
    }
    if (kill.from === 'ready') await started.ready;
    await sleep(kill.afterMs);
    await host.kill();
    started = host.start();
  }
  await started.ready;
  return instanceRuns;
}

/** @returns the problems of instances that did not end properly. */
async function waitForEnds(plans: InstancePlan[], instanceRuns: Promise<void>[]): Promise<string[]> {
  const late = sleep(endLimitMs, 'late' as const, { ref: false });
  const problems = instanceRuns.map(async (instanceRun, index) => {
    const how = await Promise.race([instanceRun, late]).catch((error: Error) => error.message);
    return how === undefined ? [] : [`${plans[index]?.id}: ${how === 'late' ? 'did not end in time' : how}`];
  });
  return (await Promise.all(problems)).flat();
}

function usedTwice(used: string[]): string[] {
  const seen = new Set<string>();
  return used.filter((token) => seen.size === seen.add(token).size).map((token) => `${token} was used twice.`);
}

/** Repeats the check until it passes or time is up, because signals may still be in flight. */
async function verifySettledEntities(client: RetryingClient, plans: InstancePlan[], used: string[]): Promise<string[]> {
  for (let waited = 0; ; waited += settlePauseMs) {
    const problems = await verifyEntities(client, plans, used);
    if (problems.length === 0 || waited > settleLimitMs) return problems;
    await sleep(settlePauseMs);
  }
}

runMain(main);
