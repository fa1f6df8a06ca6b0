// The timer trigger with its status in real storage: startup runs, catching up, no overlap, and the function's input.

import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';
import { readBlob } from '../../../localhost/bindings/read-blob';
import type { Listener } from '../../../localhost/triggers/listener';
import { makeTimerListener } from '../../../localhost/triggers/timer/timer';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aListenerContext, aTriggered, type TestContext, until } from './listener-context';

jest.setTimeout(30_000);

const NEW_YEAR = '0 0 0 1 1 *';

let azurite: RunningAzurite;
let listener: Listener | undefined;
let timerNumber = 0;

beforeAll(async () => {
  azurite = await startAzurite();
});
beforeEach(() => {
  timerNumber += 1;
});
afterEach(async () => {
  await listener?.stop();
  listener = undefined;
});
afterAll(() => azurite.stop());

type Overrides = Partial<Parameters<typeof aListenerContext>[0]>;

async function listen(
  options: Record<string, unknown>,
  overrides: Overrides = {},
  retryOptions?: object,
): Promise<TestContext> {
  const ctx = aListenerContext({ connectionString: azurite.connectionString, ...overrides });
  const fn = aTriggered('timerTrigger', `tick${timerNumber}`, options);
  listener = makeTimerListener({ ...fn, ...(retryOptions && { retryOptions: retryOptions as never }) }, ctx);
  await listener.start();
  return ctx;
}

function record(): BlockBlobClient {
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
  const name = `timers/testhost/Host.Functions.tick${timerNumber}/status`;
  return service.getContainerClient('azure-webjobs-hosts').getBlockBlobClient(name);
}

async function recorded(): Promise<{ Last: string; Next: string; LastUpdated: string }> {
  return JSON.parse((await readBlob(record())).toString());
}

async function recordBefore(times: object): Promise<void> {
  const text = JSON.stringify(times);
  await BlobServiceClient.fromConnectionString(azurite.connectionString)
    .getContainerClient('azure-webjobs-hosts')
    .createIfNotExists();
  await record().upload(text, text.length);
}

interface TimerInfo {
  Schedule: object;
  ScheduleStatus: { Last: string; Next: string; LastUpdated: string } | null;
  IsPastDue: boolean;
}

const infoOf = (ctx: TestContext, run = 0) => JSON.parse(ctx.runs[run]?.request.trigger.json ?? '') as TimerInfo;
const newYear = (year: number) => new Date(year, 0, 1);
const thisYear = new Date().getFullYear();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('stores the next time at its first start, and does not run', async () => {
  const ctx = await listen({ schedule: NEW_YEAR });
  await until('it is recorded', () => record().exists());
  const { Last, Next, LastUpdated } = await recorded();
  expect(Last).toBe('0001-01-01T00:00:00+00:00');
  expect(new Date(Next)).toEqual(newYear(thisYear + 1));
  expect(Date.now() - Date.parse(LastUpdated)).toBeLessThan(5000);
  expect(ctx.runs).toEqual([]);
  expect(ctx.logged.join()).toContain(
    `The next 5 occurrences of the 'tick${timerNumber}' schedule (Cron: '${NEW_YEAR}')`,
  );
});

test('runs on start-up when asked to, not past due, all its past being "never", and records the run', async () => {
  const ctx = await listen({ schedule: NEW_YEAR, runOnStartup: true });
  await until(
    'the run is recorded',
    async () => (await record().exists()) && !(await recorded()).Last.startsWith('0001'),
  );
  expect(infoOf(ctx)).toEqual({
    Schedule: { AdjustForDST: true },
    ScheduleStatus: {
      Last: '0001-01-01T00:00:00+00:00',
      Next: (await recorded()).Next,
      LastUpdated: '0001-01-01T00:00:00+00:00',
    },
    IsPastDue: false,
  });
  expect(ctx.runs[0]?.request.triggerMetadata?.TimerTrigger?.string).toMatch(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/);
  expect(ctx.runs[0]?.request.reason).toMatch(/^Timer fired at 20\d\d-/);
});

test('catches up once, past due, however many times were missed, even if it also runs on start-up', async () => {
  await recordBefore({ Last: newYear(thisYear - 5), Next: newYear(thisYear - 4), LastUpdated: newYear(thisYear - 5) });
  const ctx = await listen({ schedule: NEW_YEAR, runOnStartup: true });
  await until('the run is recorded', async () => Date.parse((await recorded()).Next) > Date.now());
  await pause(300);
  expect(ctx.runs).toHaveLength(1);
  expect(infoOf(ctx).IsPastDue).toBe(true);
  expect(new Date(infoOf(ctx).ScheduleStatus?.Next ?? '')).toEqual(newYear(thisYear - 4));
});

test('does not treat a time of an earlier schedule as missed', async () => {
  await recordBefore({
    Last: newYear(thisYear - 1),
    Next: new Date(thisYear - 1, 5, 1),
    LastUpdated: newYear(thisYear - 1),
  });
  const ctx = await listen({ schedule: NEW_YEAR });
  await until('the new schedule is recorded', async () => Date.parse((await recorded()).Next) > Date.now());
  await pause(300);
  expect(ctx.runs).toEqual([]);
});

test('fires at every full second, never early, and stores no status for such a frequent timer', async () => {
  const firedAt: number[] = [];
  const ctx = await listen({ schedule: '* * * * * *' }, { handler: () => firedAt.push(Date.now()) });
  await until('it fired three times', () => ctx.runs.length === 3);
  for (const time of firedAt) expect(time % 1000).toBeLessThan(900);
  expect(infoOf(ctx).ScheduleStatus).toBeNull();
  expect(await record().exists()).toBe(false);
});

test('runs never overlap: times that came due during a run cause one immediate run', async () => {
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const handler = async () => {
    begun.push(Date.now());
    most = Math.max(most, ++running);
    await pause(begun.length === 1 ? 2300 : 0);
    running -= 1;
  };
  const ctx = await listen({ schedule: '%EVERY%' }, { handler, settings: { EVERY: '00:00:01' } });
  await until('it ran three times', () => ctx.runs.length === 3);
  expect(most).toBe(1);
  expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeLessThan(2950);
  expect((begun[2] ?? 0) - (begun[1] ?? 0)).toBeGreaterThan(800);
});

test('a failed run does not stop the schedule', async () => {
  const ctx = await listen(
    { schedule: '* * * * * *' },
    {
      handler: () => {
        throw new Error('no');
      },
    },
  );
  await until('it ran twice', () => ctx.runs.length === 2);
});

test('honours the retry policy of the function, and ends it when the host stops', async () => {
  const fail = () => {
    throw new Error('no');
  };
  const retry = { retryStrategy: 'fixedDelay', maxRetryCount: -1, delayInterval: { seconds: 1 } };
  const ctx = await listen({ schedule: NEW_YEAR, runOnStartup: true }, { handler: fail }, retry);
  await until('it was tried again', () => ctx.runs.length === 2);
  expect(ctx.runs.map((run) => run.request.retryContext?.retryCount)).toEqual([0, 1]);
  const stoppingAt = Date.now();
  await listener?.stop();
  expect(Date.now() - stoppingAt).toBeLessThan(900);
});

test('stop waits for the running invocation', async () => {
  let finished = false;
  const handler = async () => {
    await pause(500);
    finished = true;
  };
  const ctx = await listen({ schedule: NEW_YEAR, runOnStartup: true, useMonitor: false }, { handler });
  await until('it runs', () => ctx.runs.length === 1);
  await listener?.stop();
  expect(finished).toBe(true);
});

test('refuses an invalid schedule, and one that never fires', () => {
  const make = (schedule: string) => () =>
    makeTimerListener(
      aTriggered('timerTrigger', 'bad', { schedule }),
      aListenerContext({ connectionString: azurite.connectionString }),
    );
  expect(make('every minute')).toThrow("'every minute' was not recognized");
  expect(make('0 0 0 30 2 *')).toThrow('never fires');
});
