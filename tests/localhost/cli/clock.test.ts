// `--clock` on a running host: timers, retries, schedules and delayed messages become due without waiting for them, in the
// order of their times.

import { QueueServiceClient } from '@azure/storage-queue';
import { azuriteConnectionString } from '../../../scripts/azurite-connection';
import { until } from '../triggers/listener-context';
import { cleanUp, type HostProcess, makeApp, startHostProcess, temporaryFolder } from './host-process';

const hour = 3_600_000;
const day = 24 * hour;

const functions = `
const { app } = require('@azure/functions');
const { BlobSASPermissions, BlobServiceClient } = require('@azure/storage-blob');
const { QueueServiceClient } = require('@azure/storage-queue');
const df = require('durable-functions');
const ran = [];
const note = (what) => ran.push({ what, at: Date.now() });
const extraInputs = [df.input.durableClient()];
app.http('ran', { authLevel: 'anonymous', handler: () => ({ jsonBody: ran }) });
app.http('startNew', { methods: ['POST'], route: 'start/{name}/{id}', authLevel: 'anonymous', extraInputs,
  handler: async (request, context) => {
    const { name, id } = request.params;
    await df.getClient(context).startNew(name, { instanceId: id, input: await request.json() });
    return { status: 202 };
  } });
app.http('delay', { methods: ['POST'], authLevel: 'anonymous', handler: async (request) => {
  const queue = QueueServiceClient.fromConnectionString(process.env.AzureWebJobsStorage).getQueueClient('jobs');
  await queue.createIfNotExists();
  const { text, seconds } = await request.json();
  await queue.sendMessage(Buffer.from(text).toString('base64'), { visibilityTimeout: seconds });
  return { status: 202 };
} });
app.storageQueue('job', { queueName: 'jobs', connection: '', handler: (text) => {
  note('job ' + text);
  if (text === 'fails') throw new Error('as asked');
} });
app.http('sas', { authLevel: 'anonymous', handler: async () => {
  const service = BlobServiceClient.fromConnectionString(process.env.AzureWebJobsStorage);
  const container = service.getContainerClient('uploads');
  await container.createIfNotExists();
  const permissions = BlobSASPermissions.parse('cw');
  const [startsOn, expiresOn] = [new Date(Date.now() - 60_000), new Date(Date.now() + 600_000)];
  const blob = container.getBlockBlobClient('b' + Date.now());
  const url = await blob.generateSasUrl({ permissions, startsOn, expiresOn });
  const { status } = await fetch(url, { method: 'PUT', body: 'x', headers: { 'x-ms-blob-type': 'BlockBlob' } });
  const { lastModified } = await blob.getProperties();
  return { jsonBody: { status, dates: [Date.now(), lastModified.getTime()] } };
} });
app.timer('everyHour', { schedule: '0 0 * * * *', handler: () => note('everyHour') });
df.app.orchestration('waits', function* (context) {
  const began = context.df.currentUtcDateTime;
  yield context.df.createTimer(new Date(began.getTime() + context.df.getInput()));
  yield context.df.callActivity('note', context.df.instanceId);
  return context.df.currentUtcDateTime.getTime() - began.getTime();
});
df.app.orchestration('untilTime', function* (context) {
  yield context.df.createTimer(new Date(context.df.getInput()));
  yield context.df.callActivity('note', context.df.instanceId);
});
df.app.activity('note', { handler: (what) => note(what) });
df.app.orchestration('retries', function* (context) {
  const options = new df.RetryOptions(${6 * hour}, 4);
  try { yield context.df.callActivityWithRetry('failing', options, context.df.instanceId); } catch { return 'gave up'; }
});
df.app.activity('failing', { handler: (what) => { note(what); throw new Error('as asked'); } });
`;

const files = {
  'src/a.js': functions,
  'local.settings.json': '{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}',
  'host.json':
    '{"version":"2.0","extensions":{"queues":{"maxDequeueCount":2,"visibilityTimeout":"01:00:00","maxPollingInterval":"00:00:02"}}}',
};

interface ClockStatus {
  now: string;
  aheadMs: number;
  mode: string;
  isQuiet: boolean;
  due: { at: string; what: string; recurs: boolean }[];
}

let host: HostProcess;
let data: string;
afterEach(async () => expect(await host.stop()).toBe(0));
afterAll(cleanUp);

async function start(clock: string, dataFolder = temporaryFolder()): Promise<void> {
  data = dataFolder;
  const flags = [`--clock=${clock}`, '--azurite-port', '0', '--data', data];
  host = await startHostProcess({ app: makeApp(files), flags });
}
const post = (path: string, body: unknown) =>
  fetch(`${host.origin}/${path}`, { method: 'POST', body: JSON.stringify(body) });
const clockStatus = async () => (await (await fetch(`${host.origin}/admin/clock`)).json()) as ClockStatus;
const ran = async () => (await (await fetch(`${host.origin}/api/ran`)).json()) as { what: string; at: number }[];
const names = async () => (await ran()).map(({ what }) => what).filter((what) => what !== 'everyHour');
async function ended(id: string): Promise<unknown> {
  for (;;) {
    const answer = await fetch(`${host.origin}/runtime/webhooks/durabletask/instances/${id}`);
    const { runtimeStatus, output } = (await answer.json()) as { runtimeStatus: string; output: unknown };
    if (runtimeStatus === 'Completed') return output;
    await new Promise((next) => setTimeout(next, 20));
  }
}

describe('jump', () => {
  it('lets a timer of two days, retries of six hours and a delayed message happen by themselves, in order', async () => {
    await start('jump,process');
    const before = Date.parse((await clockStatus()).now);
    await Promise.all([
      post('api/start/waits/two-days', 2 * day),
      post('api/start/waits/an-hour', hour),
      post('api/start/retries/again', null),
      post('api/delay', { text: 'later', seconds: 7 * 3600 }),
    ]);
    expect(await ended('two-days')).toBeGreaterThanOrEqual(2 * day);
    expect(await ended('again')).toBe('gave up');
    const events = await ran();
    const times = events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const hours = events
      .filter(({ what }) => what !== 'everyHour')
      .map(({ what, at }) => `${what} ${Math.floor((at - before) / hour)}`);
    expect(hours).toEqual(['again 0', 'an-hour 1', 'again 6', 'job later 7', 'again 12', 'again 18', 'two-days 48']);
    expect((await clockStatus()).aheadMs).toBeGreaterThan(2 * day - hour);
  });

  it('does not skip time for schedules alone', async () => {
    await start('jump');
    await until('the schedule is known', async () => (await clockStatus()).due.length > 0);
    const { due, aheadMs } = await clockStatus();
    expect(due).toEqual([expect.objectContaining({ what: "timer function 'everyHour'", recurs: true })]);
    expect(aheadMs).toBe(0);
  });
});

describe('manual', () => {
  it('moves only when asked, to a duration or a time, by way of all that is due', async () => {
    await start('manual');
    await post('api/start/waits/an-hour', hour);
    await post('api/start/waits/two-days', 2 * day);
    expect((await clockStatus()).aheadMs).toBe(0);
    const moved = await post('admin/clock', { advance: 'P1D' });
    expect([moved.status, await names()]).toEqual([200, ['an-hour']]);
    expect((await clockStatus()).due.some(({ what }) => what === 'durable timer')).toBe(true);
    const to = new Date(Date.parse((await clockStatus()).now) + 2 * day).toISOString();
    expect((await post('admin/clock', { to })).status).toBe(200);
    expect(await names()).toEqual(['an-hour', 'two-days']);
  });

  it('runs a schedule once a jump, at the last of its times, and each time with every-run', async () => {
    await start('manual,process');
    await post('admin/clock', { advance: 'P30D' });
    const { now } = await clockStatus();
    const [once, ...more] = await ran();
    expect(more).toEqual([]);
    expect(Date.parse(now) - (once?.at ?? 0)).toBeLessThan(hour);
    await host.stop();
    await start('manual,process,every-run');
    await post('admin/clock', { advance: 'PT6H' });
    expect((await ran()).length).toBe(6);
  });

  it('delays a failed message, and one that another process sends, until their time', async () => {
    await start('manual');
    const queue = QueueServiceClient.fromConnectionString(azuriteConnectionString(data)).getQueueClient('jobs');
    await queue.createIfNotExists();
    await queue.sendMessage(Buffer.from('fails').toString('base64'), { visibilityTimeout: 86_400 });
    await post('admin/clock', { advance: 'PT23H' });
    expect(await names()).toEqual([]);
    await post('admin/clock', { advance: 'PT1H1M' });
    expect(await names()).toEqual(['job fails']);
    await post('admin/clock', { advance: 'PT2H' });
    expect(await names()).toEqual(['job fails', 'job fails']);
    expect((await queue.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('goes on after kill -9, with an emulator that follows again', async () => {
    await start('manual');
    await post('api/start/waits/two-days', 2 * day);
    await post('api/delay', { text: 'later', seconds: 36 * 3600 });
    await post('admin/clock', { advance: 'P1D' });
    host.signal('SIGKILL');
    await host.ended;
    await start('manual', data);
    await post('admin/clock', { advance: 'P1D' });
    expect(await names()).toContain('two-days');
    await until('the message that became visible on the way is received', async () =>
      (await names()).includes('job later'),
    );
  });

  it('goes on after a restart where it was, and refuses to go back', async () => {
    await start('manual');
    await post('api/start/waits/two-days', 2 * day);
    await post('admin/clock', { advance: 'P1D' });
    const { now } = await clockStatus();
    await host.stop();
    await start('manual', data);
    expect(Date.parse((await clockStatus()).now)).toBeGreaterThanOrEqual(Date.parse(now));
    expect((await post('admin/clock', { to: '2020-01-01T00:00:00Z' })).status).toBe(400);
    for (const wrong of [{}, { advance: '2 days' }, { advance: 'P1D', to: now }, { to: 'soon' }, 'P1D']) {
      expect((await post('admin/clock', wrong)).status).toBe(400);
    }
    await post('admin/clock', { advance: 'P1D' });
    expect(await names()).toEqual(['two-days']);
  });
});

it.each([
  ['manual', 0],
  ['manual,process', 30 * day],
])('with %s the emulator accepts a SAS of the app, and dates blobs as the app does', async (clock, aheadMs) => {
  await start(clock);
  await post('admin/clock', { advance: 'P30D' });
  const answer = await fetch(`${host.origin}/api/sas`);
  const { status, dates } = (await answer.json()) as { status: number; dates: number[] };
  expect(status).toBe(201);
  for (const date of dates) expect(Math.abs(date - Date.now() - aheadMs)).toBeLessThan(hour);
});

describe('the order of what is due at the same time', () => {
  it('is the same for the same seed', async () => {
    const orders: string[][] = [];
    for (const seed of [7, 7, 8]) {
      await start(`manual,seed:${seed}`);
      const at = Math.ceil(Date.now() / day + 1) * day;
      const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      await Promise.all(ids.map((id) => post(`api/start/untilTime/${id}`, at)));
      await post('admin/clock', { to: new Date(at).toISOString() });
      orders.push(await names());
      await host.stop();
    }
    expect(orders[0]).toHaveLength(8);
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).not.toEqual(orders[0]);
  });
});
