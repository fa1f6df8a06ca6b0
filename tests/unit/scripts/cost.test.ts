// The cost of Azure: the arithmetic, and the sizing figures.

import { billOf, priceList } from '../../../scripts/cost/bill';
import { floodHour, idleGroups, idleUsage, SWEEP_LISTINGS } from '../../../scripts/cost/idle-groups';
import type { Sizing } from '../../../scripts/cost/sizing-shape';
import { hubOperations, schedulerActions, usageOfWork } from '../../../scripts/cost/usage';
import { readSizing, runsAnHour } from '../../../scripts/deploy/sizing';

const durable = { messages: 10, episodes: 5, entityBatches: 2, instances: 1, entityReads: 4, awaitedSignals: 2 };
const work = {
  storage: { blobWrites: 3, blobReads: 1, queueOperations: 7, tableOperations: 40 },
  durable,
  executions: 50,
  logLines: 100,
  activeSeconds: 1.5,
  storedBytes: 2_000_000,
  events: 0,
};
const sizing: Sizing = {
  plan: 'flex',
  instanceGb: 2,
  premiumSku: 'EP1',
  maximumInstances: 5,
  alwaysReadyHttp: 0,
  alwaysReadyDurable: 0,
  withScheduler: false,
  triggerQueues: 3,
  queuePollSeconds: 2,
  hubQueues: 5,
  hubPollSeconds: 1,
  timers: 5,
  timerRunsAnHour: 60,
  sweepRunsAnHour: 6,
  logAlertsEvery5Min: 0,
  logAlertsEvery15Min: 3,
  metricAlerts: 1,
  privateEndpoints: 0,
  privateZones: 0,
};
const MONTH = 730 * 3600;

const amountOf = (usage: Parameters<typeof billOf>[0], grants: boolean) => billOf(usage, { grants }).total;

describe('billOf', () => {
  it('multiplies usage beyond the free grant by the price', () => {
    expect(amountOf({ executions: 1_250_000 }, true)).toBeCloseTo(0.4);
    expect(amountOf({ executions: 1_250_000 }, false)).toBeCloseTo(0.5);
    expect(amountOf({ executions: 250_000, gbSeconds: 100_000 }, true)).toBe(0);
    expect(amountOf({ queueOperations: 20_000 }, true)).toBeCloseTo(0.008);
  });

  it('sums its lines, most expensive first', () => {
    const { lines, total } = billOf({ executions: 1_000_000, logGb: 1 }, { grants: false });
    expect(lines.map(({ meter }) => meter)).toEqual(['logGb', 'executions']);
    expect(total).toBeCloseTo(2.99 + 0.4);
  });
});

test('every price has a page to check it on, a unit and a positive amount', () => {
  const prices = Object.values(priceList.meters);
  expect(priceList.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
  for (const { price, per, unit, page } of prices) {
    expect(price).toBeGreaterThan(0);
    expect(per).toBeGreaterThan(0);
    expect(unit).not.toBe('');
    expect(page).toMatch(/^https:\/\/azure\.microsoft\.com\/pricing\//);
  }
});

test('a message of the task hub is three queue operations; episodes, entities and reads are table operations', () => {
  expect(hubOperations(durable)).toEqual({ queueOperations: 30, tableOperations: 15 + 8 + 2 + 4 + 20 });
});

test('work is billed per execution and by the memory of an instance', () => {
  const usage = usageOfWork(work, 1000, { plan: 'flex', instanceGb: 2 });
  expect(usage).toMatchObject({
    executions: 50_000,
    gbSeconds: 3000,
    queueOperations: 37_000,
    tableOperations: 89_000,
    blobWrites: 3000,
    storedGb: 2,
  });
  // 50 requests, five lines of the host for each; the 100 lines counted are the local host's two.
  expect(usage.logGb).toBeCloseTo(1000 * 50 * 6 * 900e-9);
  expect(usageOfWork({ ...work, logLines: 107 }, 1000, sizing).logGb).toBeCloseTo(1000 * (50 * 6 + 7) * 900e-9);
  expect(usage).not.toHaveProperty('events');
  expect(usageOfWork({ ...work, events: 1 }, 1000, { plan: 'flex', instanceGb: 2 }).events).toBe(1000);
});

test('the plan premium bills no work, and the scheduler bills each message', () => {
  const usage = usageOfWork(work, 1000, { plan: 'premium', instanceGb: 2 });
  expect(usage).not.toHaveProperty('executions');
  expect(usage).not.toHaveProperty('gbSeconds');
  expect(usage).toMatchObject({ queueOperations: 37_000, storedGb: 2 });
  expect(schedulerActions(durable)).toBe(10);
});

describe('an idle month', () => {
  const group = (name: string, changes: Partial<Sizing> = {}) =>
    idleGroups({ ...sizing, ...changes }).find((one) => one.name === name)?.usage;

  it('on flex is one of sleeping instances: timers run, and the platform looks into the queues', () => {
    expect(group('timers')).toMatchObject({ executions: 60 * 730, gbSeconds: 60 * 730 * 2 });
    expect(group('timers')).not.toHaveProperty('queueOperations');
    expect(group('the platform’s scaler')).toEqual({ queueOperations: (9 * MONTH) / 10 });
    for (const name of ['HTTP and blob events', 'orchestrations', 'queues']) expect(group(name)).toBeUndefined();
    expect(idleUsage(sizing)).toMatchObject({ logAlertsEvery15Min: 3, metricAlerts: 1 });
  });

  it('has the polls of each instance that is always ready, and no others', () => {
    expect(group('orchestrations', { alwaysReadyDurable: 1 })).toEqual({
      alwaysReadyGbSeconds: 2 * MONTH,
      queueOperations: 5 * MONTH,
      tableOperations: (5 * MONTH) / 10,
    });
    expect(group('HTTP and blob events', { alwaysReadyHttp: 2 })).toEqual({
      alwaysReadyGbSeconds: 4 * MONTH,
      queueOperations: (2 * MONTH) / 2,
    });
    const scheduled = group('orchestrations', { alwaysReadyDurable: 1, withScheduler: true });
    expect(scheduled).toEqual({ alwaysReadyGbSeconds: 2 * MONTH });
  });

  it('includes what the sweep over uploads lists', () => {
    const listings = (sweepRunsAnHour: number) => idleUsage({ ...sizing, sweepRunsAnHour }).blobWrites ?? 0;
    expect(listings(12) - listings(0)).toBe(12 * 730 * SWEEP_LISTINGS);
  });

  it('on premium is one instance that polls everything', () => {
    expect(group('all functions, on one instance', { plan: 'premium' })).toMatchObject({
      premiumCoreHours: 730,
      premiumGbHours: 3.5 * 730,
      queueOperations: (4 / 2 + 5) * MONTH,
    });
    expect(idleUsage({ ...sizing, plan: 'premium' })).not.toHaveProperty('executions');
  });

  it('is the sum of its groups', () => {
    const all = { ...sizing, alwaysReadyHttp: 1, alwaysReadyDurable: 1, privateEndpoints: 3, privateZones: 3 };
    const summed = idleGroups(all).reduce((sum, { usage }) => sum + billOf(usage, { grants: false }).total, 0);
    expect(billOf(idleUsage(all), { grants: false }).total).toBeCloseTo(summed);
    expect(idleUsage(all)).toMatchObject({ privateEndpointHours: 3 * 730, privateZones: 3 });
  });
});

test('a flood costs every instance that may start', () => {
  expect(floodHour(sizing)).toBeCloseTo(5 * 2 * 3600 * 0.000026);
  expect(floodHour({ ...sizing, plan: 'premium' })).toBeCloseTo(5 * (0.173 + 3.5 * 0.0123));
});

test('the sizing of dev and prod is read from the files that define it', () => {
  const dev = readSizing('dev');
  expect(dev).toMatchObject({ plan: 'flex', instanceGb: 2, alwaysReadyDurable: 0, maximumInstances: 5, hubQueues: 5 });
  expect(dev).toMatchObject({ hubPollSeconds: 1, metricAlerts: 2, withScheduler: false });
  expect(dev.triggerQueues).toBeGreaterThanOrEqual(3);
  expect(dev.timerRunsAnHour).toBeGreaterThan(0);
  expect(dev.logAlertsEvery15Min + dev.logAlertsEvery5Min).toBeGreaterThanOrEqual(3);
  expect(readSizing('prod')).toMatchObject({ alwaysReadyHttp: 1, alwaysReadyDurable: 1, maximumInstances: 20 });
});

test.each([
  ['0 * * * * *', 60],
  ['0 */5 * * * *', 12],
  ['30 7 * * * *', 1],
  ['0 0 */6 * * *', 1 / 6],
  ['0 0 3 * * *', 1 / 24],
])('the schedule "%s" runs %d times an hour', (schedule, times) => {
  expect(runsAnHour(schedule)).toBeCloseTo(times);
});
