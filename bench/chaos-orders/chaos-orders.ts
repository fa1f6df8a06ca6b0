// `npm run chaos:orders [-- --seed N] [--orders 230] [--kills 30] [--quick]`: orders of every kind while the host is killed at
// random moments and at every point between an act and its record, and while storage fails; then an auditor compares all books.
//
//   --seed N    the same plan as a run that printed this seed (what the machine makes of it in time differs)
//   --quick     20 orders, 4 kills, 4 fault points and 1 outage; parcels leave when that is over
//
// The last line is JSON; the exit code is 1 when anything is not as it must be, and the host's log is kept then.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makePatientClient } from '../chaos-host/patient-client';
import { runMain } from '../run-main';
import { type Auditor, audit, type Finding } from './audit';
import { buy, type Placed } from './buy';
import { faultPointNames } from './fault-point-names';
import { makeOperator } from './operator';
import { makePlan, type Round, type Size } from './plan';
import { openShopUnderFire, type ShopUnderFire } from './shop-under-fire';

/** One in ten or so is refused at checkout, since there is too little for all. */
const full: Size = { orders: 230, kills: 30, points: faultPointNames.length, outages: 5, carrierAfterS: 0 };
const quick: Size = { orders: 20, kills: 4, points: 4, outages: 1, carrierAfterS: 8 };
/** After the last kill: a report that a dead host held comes again after half a minute, and slow payments take their time. */
const endLimitMs = 240_000;
const lookEveryMs = 2_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      orders: { type: 'string' },
      kills: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const usual = values.quick ? quick : full;
  const seed = whole('seed', values.seed);
  const [orders, kills] = [
    whole('orders', values.orders ?? String(usual.orders)),
    whole('kills', values.kills ?? String(usual.kills)),
  ];
  const size = { ...usual, orders, kills };
  console.log(`Seed ${seed}: ${orders} orders, ${kills} kills, ${size.points} fault points, ${size.outages} outages.`);
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'chaos-orders-'));
  const { violations, ...figures } = await run(makePlan(seed, faultPointNames, size), folder, size);
  for (const violation of violations) console.log(`  ${violation}`);
  if (violations.length === 0) rmSync(folder, { recursive: true });
  else console.log(`The host's log is kept in ${folder}.`);
  const seconds = Math.round(performance.now() - began) / 1000;
  console.log(
    JSON.stringify({ bench: 'chaos:orders', seed, ...size, ...figures, violations: violations.length, seconds }),
  );
  return violations.length === 0 ? 0 : 1;
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} must be a whole number.`);
  return number;
}

async function run(rounds: Round[], folder: string, { carrierAfterS }: Size) {
  const under = await openShopUnderFire(folder, carrierAfterS);
  try {
    const lives = await fire(rounds, under);
    const operator = makeOperator(under.shop);
    const { placed, problems } = await settle(rounds, lives);
    const found = await auditUntilWell({ ...under, client: makePatientClient(under.host.origin) }, placed);
    const unpassed = under.armed().map((point) => `Nobody has passed the fault point ${point}.`);
    return {
      placed: Object.values(found.states).reduce((sum, count) => sum + count, 0),
      violations: [...problems, ...found.problems, ...unpassed, ...under.host.troubles()],
      states: found.states,
      deaths: under.host.deaths(),
      storageRefused: under.refused(),
      poisonReplayed: await operator.stop(),
    };
  } finally {
    await under.close();
  }
}

/** Lets each round's orders begin and kills the host in their midst. */
async function fire(rounds: Round[], { host, shop, arm, failStorageFor }: ShopUnderFire): Promise<Promise<Placed>[]> {
  const lives: Promise<Placed>[] = [];
  const outages: Promise<void>[] = [];
  for (const { orders, points, outageMs, kill } of rounds) {
    for (const plan of orders) {
      const life = buy(shop, plan);
      // Waited for at the end.
      life.catch(() => undefined);
      lives.push(life);
    }
    for (const point of points) arm(point);
    if (outageMs !== undefined) outages.push(failStorageFor(outageMs));
    if (kill.from === 'ready') await host.ready();
    await sleep(kill.afterMs);
    await host.kill();
  }
  await Promise.all(outages);
  return lives;
}

/** @returns the orders as far as people were through with them in time. */
async function settle(rounds: Round[], lives: Promise<Placed>[]): Promise<{ placed: Placed[]; problems: string[] }> {
  const plans = rounds.flatMap(({ orders }) => orders);
  const late = sleep(endLimitMs, 'was not through with the shop in time', { ref: false });
  const placed: Placed[] = [];
  const problems: string[] = [];
  for (const [at, life] of lives.entries()) {
    const how = await Promise.race([life, late]).catch((error: Error) => error.message);
    if (typeof how === 'string') problems.push(`${plans[at]?.name}: ${how}`);
    else placed.push(how);
  }
  return { placed, problems };
}

/** Audits again until all is well or the time is over: what was under way when the last host died needs its time. */
async function auditUntilWell(auditor: Auditor, placed: Placed[]): Promise<Finding> {
  const deadline = Date.now() + endLimitMs;
  for (;;) {
    const finding = await audit(auditor, placed);
    if (finding.problems.length === 0 || Date.now() > deadline) return finding;
    await sleep(lookEveryMs);
  }
}

runMain(main);
