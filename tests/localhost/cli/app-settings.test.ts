// App settings that affect the host: disabled functions, overrides of host.json, time zone, log levels.

import { cleanUp, type HostProcess, makeApp, startHostProcess } from './host-process';

afterEach(cleanUp);

const get = async (host: HostProcess, path: string, init?: RequestInit) => {
  const response = await fetch(`${host.origin}/${path}`, init);
  return { status: response.status, body: await response.text() };
};

const notify = { method: 'POST', headers: { 'aeg-event-type': 'Notification' }, body: '[{"id":"1"}]' };

const durable = `
const { app } = require('@azure/functions');
const df = require('durable-functions');
app.timer('tick', { schedule: '* * * * * *', handler: () => console.log('tick ran') });
app.timer('tock', { schedule: '* * * * * *', handler: () => console.log('tock ran') });
app.eventGrid('event', { handler: () => console.log('event ran') });
df.app.activity('work', { handler: () => 'done' });
df.app.orchestration('story', function* (context) { return yield context.df.callActivity('work'); });
app.http('start', { authLevel: 'anonymous', extraInputs: [df.input.durableClient()], async handler(request, context) {
  const client = df.getClient(context);
  const id = await client.startNew('story');
  const response = await client.waitForCompletionOrCreateCheckStatusResponse(request, id, { timeoutInMilliseconds: 8000, retryIntervalInMilliseconds: 50 });
  return { status: 200, body: JSON.stringify(await client.getStatus(id)) };
} });
`;

it('a disabled function is triggered by HTTP only', async () => {
  const host = await startHostProcess({
    app: makeApp({ 'src/a.js': durable }),
    environment: {
      'AzureWebJobs.tick.Disabled': 'true',
      AzureWebJobs_event_Disabled: '1',
      'AzureWebJobs.work.Disabled': 'TRUE',
    },
  });
  await host.shows('tock ran');
  for (const name of ['tick', 'event', 'work']) expect(host.output()).toContain(`Function ${name} is disabled.`);
  expect(await get(host, 'runtime/webhooks/eventgrid?functionName=event', notify)).toMatchObject({ status: 404 });
  const status = JSON.parse((await get(host, 'api/start')).body) as { runtimeStatus: string; output: string };
  expect(status.runtimeStatus).toBe('Failed');
  expect(status.output).toContain("The function 'work' doesn't exist, is disabled, or is not an activity function.");
  expect(host.output()).not.toContain('tick ran');
});

const talkative = `
const { app } = require('@azure/functions');
app.http('loud', { authLevel: 'anonymous', handler: (_, context) => {
  context.debug('loud debug'); context.log('loud information'); return { body: String(new Date(1767225600000).getHours()) }; } });
app.http('quiet', { authLevel: 'anonymous', handler: (_, context) => { context.log('quiet information'); context.error('quiet error'); return {}; } });
app.http('left', { authLevel: 'anonymous', handler: () => ({}) });
`;
const aTalkativeApp = () =>
  makeApp({
    'src/a.js': talkative,
    'host.json':
      '{"version":"2.0","logging":{"logLevel":{"default":"Information","Function":"Warning","Function.loud.User":"Debug","Function.quiet.User":"Error"}}}',
  });

it('log levels of host.json apply to single functions', async () => {
  const host = await startHostProcess({ app: aTalkativeApp() });
  await get(host, 'api/loud');
  await get(host, 'api/quiet');
  await host.shows('quiet error');
  for (const line of ['loud debug', 'loud information']) expect(host.output()).toContain(line);
  expect(host.output()).not.toMatch(/quiet information|Executing/);
});

it('settings override single values of host.json, even in lists', async () => {
  const host = await startHostProcess({
    app: aTalkativeApp(),
    environment: {
      AzureFunctionsJobHost__extensions__http__routePrefix: 'v2',
      'AzureFunctionsJobHost__logging__logLevel__Function.loud.User': 'Information',
      AzureFunctionsJobHost__functions__0: 'loud',
      AzureFunctionsJobHost__functions__1: 'quiet',
    },
  });
  expect((await get(host, 'v2/loud')).status).toBe(200);
  expect((await get(host, 'v2/left')).status).toBe(404);
  await host.shows('loud information');
  expect(host.output()).not.toContain('loud debug');
});

it.each([
  ['Asia/Tokyo', '9'],
  ['Mars/Olympus', '0'],
])('WEBSITE_TIME_ZONE %s makes midnight in Greenwich %s o’clock', async (zone, hour) => {
  const host = await startHostProcess({
    app: aTalkativeApp(),
    environment: { WEBSITE_TIME_ZONE: zone, ...(hour === '0' && { TZ: '' }) },
  });
  expect((await get(host, 'api/loud')).body).toBe(hour);
  const warning = `WEBSITE_TIME_ZONE has no effect: "${zone}" is not an IANA time zone`;
  expect(host.output().includes(warning)).toBe(hour === '0');
});
