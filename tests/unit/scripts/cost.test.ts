// The cost of Azure: the arithmetic, and the sizing figures.

import { billOf, priceList } from '../../../scripts/cost/bill';
import { hubOperations, idleUsage, type Sizing, SWEEP_LISTINGS, usageOfWork } from '../../../scripts/cost/usage';
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
  instanceGb: 2,
  alwaysReadyInstances: 0,
  triggerQueues: 4,
  queuePollSeconds: 2,
  hubQueues: 5,
  hubPollSeconds: 30,
  timerRunsAnHour: 60,
  sweepRunsAnHour: 0,
  logAlertsEvery5Min: 0,
  logAlertsEvery15Min: 3,
  metricAlerts: 1,
  privateEndpoints: 0,
  privateZones: 0,
};

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
  const usage = usageOfWork(work, 1000, { instanceGb: 2 });
  expect(usage).toMatchObject({
    executions: 50_000,
    gbSeconds: 3000,
    queueOperations: 37_000,
    tableOperations: 89_000,
    blobWrites: 3000,
    storedGb: 2,
  });
  expect(usage.logGb).toBeCloseTo(1000 * (100 + 50) * 900e-9);
  expect(usage).not.toHaveProperty('events');
  expect(usageOfWork({ ...work, events: 1 }, 1000, { instanceGb: 2 }).events).toBe(1000);
});

describe('an idle month', () => {
  it('polls its queues and runs its timers', () => {
    const usage = idleUsage(sizing);
    expect(usage.executions).toBe(60 * 730);
    expect(usage.gbSeconds).toBe(60 * 730 * 2);
    expect(usage.queueOperations).toBeCloseTo((4 / 2 + 5 / 30) * 730 * 3600);
    expect(usage).toMatchObject({ logAlertsEvery15Min: 3, metricAlerts: 1 });
  });

  it('includes what the sweep over uploads lists', () => {
    const listings = (sweepRunsAnHour: number) => idleUsage({ ...sizing, sweepRunsAnHour }).blobWrites ?? 0;
    expect(listings(12) - listings(0)).toBe(12 * 730 * SWEEP_LISTINGS);
  });

  it('includes always-ready instances and private endpoints only if chosen', () => {
    expect(idleUsage(sizing)).not.toHaveProperty('privateEndpointHours');
    const more = idleUsage({ ...sizing, alwaysReadyInstances: 2, privateEndpoints: 3, privateZones: 3 });
    expect(more).toMatchObject({
      alwaysReadyGbSeconds: 4 * 730 * 3600,
      privateEndpointHours: 3 * 730,
      privateZones: 3,
    });
  });
});

test('the sizing of dev and prod is read from the files that define it', () => {
  const dev = readSizing('dev');
  expect(dev).toMatchObject({ instanceGb: 2, alwaysReadyInstances: 0, privateEndpoints: 0, hubQueues: 5 });
  expect(dev.triggerQueues).toBeGreaterThanOrEqual(4);
  expect(dev.timerRunsAnHour).toBeGreaterThan(0);
  expect(dev.sweepRunsAnHour).toBe(12);
  expect(dev.logAlertsEvery15Min + dev.logAlertsEvery5Min).toBeGreaterThanOrEqual(3);
  expect(readSizing('prod').alwaysReadyInstances).toBe(2);
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
