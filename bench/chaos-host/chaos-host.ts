// `npm run chaos:host [-- --seed N] [--quick]`: kill -9 of the local host again and again while it runs orchestrations
// with activities, retries, timers, events, entities, locks and children; then looks whether anything was lost or doubled.
//
//   --seed N    the same plan as a run that printed this seed (what the machine makes of it in time differs)
//   --quick     60 instances and 5 kills instead of 300 and 24
//
// The last line is JSON; the exit code is 1 when anything is not as it must be, and the data folder is kept then.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runMain } from '../run-main';
import { driveInstance } from './drive-instance';
import { type HostUnderFire, makeHostUnderFire } from './host-under-fire';
import type { InstancePlan } from './instance-plan';
import { makePatientClient, type PatientClient } from './patient-client';
import { makePlan, type Round } from './plan';
import { verifyEntities } from './verify-entities';
import { readRuns, verifyInstances } from './verify-instances';

const full = { instances: 300, kills: 24 };
const quick = { instances: 60, kills: 5 };
/** After the last kill. */
const endLimitMs = 60_000;
/** Signals to the ledger "total" may be under way when the last instance has ended. */
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
  /** Results that instances have used; the other runs had failed, or were not recorded when the host was killed. */
  resultsUsed: number;
}

async function run(rounds: Round[], folder: string): Promise<Outcome> {
  const runsFile = join(folder, 'runs.jsonl');
  const host = makeHostUnderFire({
    command: join(__dirname, '../../localhost/index.js'),
    // npm runs its scripts in the repository's root.
    app: resolve('bench/chaos-host/app'),
    dataFolder: folder,
    logFile: join(folder, 'host.log'),
    environment: { CHAOS_RUNS_FILE: runsFile },
  });
  const client = makePatientClient(host.origin);
  const plans = rounds.flatMap(({ instances }) => instances);
  const lives = await fire(rounds, host, client);
  const violations = await ends(plans, lives);
  const found = await verifyInstances(client, plans, readRuns(runsFile));
  violations.push(...found.violations, ...doubled(found.used), ...(await settled(client, plans, found.used)));
  const code = await host.stop();
  if (code !== 0) violations.push(`The host ended with code ${code} after Ctrl-C.`);
  if (host.errors() !== '') violations.push(`The host complained: ${host.errors()}`);
  const { children, used } = found;
  return { violations, children, activityRuns: readRuns(runsFile).length, resultsUsed: used.length };
}

/** Starts each round's instances and kills the host in their midst. @returns the lives that have begun. */
async function fire(rounds: Round[], host: HostUnderFire, client: PatientClient): Promise<Promise<void>[]> {
  const lives: Promise<void>[] = [];
  let started = host.start();
  await started.ready;
  for (const { instances, kill } of rounds) {
    for (const plan of instances) {
      const life = driveInstance(client, plan);
      // Waited for at the end.
      life.catch(() => undefined);
      lives.push(life);
    }
    if (kill.from === 'ready') await started.ready;
    await sleep(kill.afterMs);
    await host.kill();
    started = host.start();
  }
  await started.ready;
  return lives;
}

/** @returns what kept instances from their end. */
async function ends(plans: InstancePlan[], lives: Promise<void>[]): Promise<string[]> {
  const late = sleep(endLimitMs, 'late' as const, { ref: false });
  const problems = lives.map(async (life, index) => {
    const how = await Promise.race([life, late]).catch((error: Error) => error.message);
    return how === undefined ? [] : [`${plans[index]?.id}: ${how === 'late' ? 'did not end in time' : how}`];
  });
  return (await Promise.all(problems)).flat();
}

function doubled(used: string[]): string[] {
  const seen = new Set<string>();
  return used.filter((token) => seen.size === seen.add(token).size).map((token) => `${token} was used twice.`);
}

/** Looks again until all is well or the time is over: signals need a moment. */
async function settled(client: PatientClient, plans: InstancePlan[], used: string[]): Promise<string[]> {
  for (let waited = 0; ; waited += settlePauseMs) {
    const problems = await verifyEntities(client, plans, used);
    if (problems.length === 0 || waited > settleLimitMs) return problems;
    await sleep(settlePauseMs);
  }
}

runMain(main);
