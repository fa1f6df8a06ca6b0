// `npm run chaos:orders [-- --seed N] [--orders 230] [--kills 30] [--quick]` places orders of every kind while the host is
// killed at random moments and at every fault point, and while storage fails; then it audits all records.
//
//   --seed N    repeats the plan of a run that printed this seed; the exact timing differs
//   --quick     20 orders, 4 kills, 4 fault points and 1 outage; parcels leave after the last of them
//
// The last line is JSON. If the audit finds a problem, the exit code is 1 and the host's log is kept.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeRetryingClient } from '../chaos-host/retrying-client';
import { runMain } from '../run-main';
import { type Auditor, audit, type Finding } from './audit';
import { buy, type Placed } from './buy';
import { type ChaosShop, openChaosShop } from './chaos-shop';
import { faultPointNames } from './fault-point-names';
import { makeOperator } from './operator';
import { makePlan, type Round, type Size } from './plan';

/** About one order in ten is refused at checkout, because the scarce product is sold out. */
const full: Size = { orders: 230, kills: 30, points: faultPointNames.length, outages: 5, carrierAfterS: 0 };
const quick: Size = { orders: 20, kills: 4, points: 4, outages: 1, carrierAfterS: 8 };
/** After the last kill. A carrier report that a killed host held is redelivered after half a minute; payments may be slow. */
const endLimitMs = 240_000;
const auditPauseMs = 2_000;

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
  const chaosShop = await openChaosShop(folder, carrierAfterS);
  try {
    const orderRuns = await runRounds(rounds, chaosShop);
    const operator = makeOperator(chaosShop.shop);
    const { placed, problems } = await settle(rounds, orderRuns);
    const found = await auditUntilWell({ ...chaosShop, client: makeRetryingClient(chaosShop.host.origin) }, placed);
    const unreached = chaosShop.armed().map((point) => `No order reached the fault point ${point}.`);
    return {
      placed: Object.values(found.states).reduce((sum, count) => sum + count, 0),
      violations: [...problems, ...found.problems, ...unreached, ...chaosShop.host.unexpectedExits()],
      states: found.states,
      deaths: chaosShop.host.deaths(),
      storageRefused: chaosShop.refused(),
      poisonReplayed: await operator.stop(),
    };
  } finally {
    await chaosShop.close();
  }
}

/** Starts each round's orders and kills the host while they run. */
async function runRounds(rounds: Round[], { host, shop, arm, failStorageFor }: ChaosShop): Promise<Promise<Placed>[]> {
  const orderRuns: Promise<Placed>[] = [];
  const outages: Promise<void>[] = [];
  for (const { orders, points, outageMs, kill } of rounds) {
    for (const plan of orders) {
      const orderRun = buy(shop, plan);
      // `settle` awaits it.
      orderRun.catch(() => undefined);
      orderRuns.push(orderRun);
    }
    for (const point of points) arm(point);
    if (outageMs !== undefined) outages.push(failStorageFor(outageMs));
    if (kill.from === 'ready') await host.ready();
    await sleep(kill.afterMs);
    await host.kill();
  }
  await Promise.all(outages);
  return orderRuns;
}

/** @returns the orders whose plan was carried out in time, and a message for each other one. */
async function settle(
  rounds: Round[],
  orderRuns: Promise<Placed>[],
): Promise<{ placed: Placed[]; problems: string[] }> {
  const plans = rounds.flatMap(({ orders }) => orders);
  const late = sleep(endLimitMs, 'was not carried out in time', { ref: false });
  const placed: Placed[] = [];
  const problems: string[] = [];
  for (const [at, orderRun] of orderRuns.entries()) {
    const how = await Promise.race([orderRun, late]).catch((error: Error) => error.message);
    if (typeof how === 'string') problems.push(`${plans[at]?.name}: ${how}`);
    else placed.push(how);
  }
  return { placed, problems };
}

/** Repeats the audit until it passes or time is up: work that the last kill interrupted takes a while. */
async function auditUntilWell(auditor: Auditor, placed: Placed[]): Promise<Finding> {
  const deadline = Date.now() + endLimitMs;
  for (;;) {
    const finding = await audit(auditor, placed);
    if (finding.problems.length === 0 || Date.now() > deadline) return finding;
    await sleep(auditPauseMs);
  }
}

runMain(main);
