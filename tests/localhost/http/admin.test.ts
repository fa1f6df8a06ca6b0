import { cleanUp, type HostProcess, makeApp, startHostProcess } from '../cli/host-process';

const functions = `
const { app } = require('@azure/functions');
app.http('page', { methods: ['GET'], authLevel: 'anonymous', route: 'pages/{id?}', handler: () => ({ body: 'page' }) });
app.http('off', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'on' }) });
app.generic('byHand', { trigger: { type: 'manualTrigger' }, handler: (input, context) => context.log('by hand:', input) });
app.warmup('warm', { handler: (_, context) => context.log('warmed up') });
app.eventGrid('event', { handler: (event, context) => {
  context.log('event:', event.subject);
  if (event.subject === 'bad') throw new Error('bad event');
} });
`;

let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess({
    app: makeApp({ 'src/a.js': functions }),
    environment: { 'AzureWebJobs.off.Disabled': 'true' },
  });
});
afterAll(cleanUp);

const get = async (path: string) => (await fetch(host.origin + path)).json();
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(host.origin + path, { method: 'POST', body, headers });

const times = (text: string) => host.output().split(text).length - 1;

it('returns the state of the host', async () => {
  expect(await get('/admin/host/status')).toMatchObject({ state: 'Running', version: expect.stringMatching(/^4\./) });
});

it('lists functions with bindings and urls', async () => {
  const list = (await get('/admin/functions')) as { name: string; isDisabled: boolean }[];
  expect(list.map(({ name, isDisabled }) => [name, isDisabled])).toEqual([
    ['byHand', false],
    ['event', false],
    ['off', true],
    ['page', false],
    ['warm', false],
  ]);
  expect(await get('/admin/functions/PAGE')).toMatchObject({
    name: 'page',
    invoke_url_template: `${host.origin}/api/pages/{id?}`,
    config: {
      bindings: [
        { type: 'httpTrigger', route: 'pages/{id?}', methods: ['GET'] },
        { type: 'http', name: '$return', direction: 'out' },
      ],
    },
  });
  expect((await fetch(`${host.origin}/admin/functions/nosuch`)).status).toBe(404);
  expect(await get('/admin/functions/page/status')).toEqual({ errors: [] });
});

it('runs a function manually in the background', async () => {
  const response = await post('/admin/functions/byHand', '{"input":"hello"}');
  expect([response.status, await response.text()]).toEqual([202, '']);
  await host.shows('by hand: hello');
});

it('refuses a manual run without input or function', async () => {
  expect((await post('/admin/functions/byHand', '')).status).toBe(400);
  expect((await post('/admin/functions/nosuch', '{"input":""}')).status).toBe(404);
});

it('warms up once', async () => {
  for (let i = 0; i < 2; i++) expect((await fetch(`${host.origin}/admin/warmup`)).status).toBe(200);
  await host.shows("Executed 'Functions.warm'");
  expect(times('warmed up')).toBe(1);
});

it('returns system keys to administrators', async () => {
  const { keys } = (await get('/admin/host/systemkeys')) as { keys: { name: string }[] };
  expect(keys.map(({ name }) => name)).toContain('durabletask_extension');
});

it('lets administrators call a disabled function, and everybody if keys are off', async () => {
  expect(await (await fetch(`${host.origin}/api/off`)).text()).toBe('on');
  expect(host.output()).toContain('Function off is disabled.');
});

it('returns 404 for an unknown webhook', async () => {
  expect((await post('/runtime/webhooks/nosuch', '')).status).toBe(404);
});

describe('the Event Grid webhook', () => {
  const path = '/runtime/webhooks/eventgrid?functionName=event';

  it('answers the validation handshake', async () => {
    const body = JSON.stringify([{ data: { validationCode: 'c0de' } }]);
    const response = await post(path, body, { 'aeg-event-type': 'SubscriptionValidation' });
    expect([response.status, await response.json()]).toEqual([200, { validationResponse: 'c0de' }]);
  });

  it('runs the function for each event', async () => {
    const body = JSON.stringify([{ subject: 'one' }, { subject: 'two' }]);
    expect((await post(path, body, { 'aeg-event-type': 'Notification' })).status).toBe(202);
    await host.shows('event: one');
    await host.shows('event: two');
  });

  it('returns 500 if the function fails, so that the event is retried', async () => {
    const response = await post(path, '[{"subject":"bad"}]', { 'aeg-event-type': 'Notification' });
    expect([response.status, await response.text()]).toEqual([500, 'bad event']);
  });

  it('returns 404 for an unknown function', async () => {
    const response = await post(path.replace('=event', '=nosuch'), '[]', { 'aeg-event-type': 'Notification' });
    expect([response.status, await response.text()]).toEqual([404, "cannot find function: 'nosuch'"]);
  });
});
