import { cleanUp, type HostProcess, makeApp, startHostProcess } from '../cli/host-process';

const hooks = `
const { app } = require('@azure/functions');
const seen = [];
app.hook.appStart((context) => { context.hookData.from = 'start'; seen.push('appStart'); });
app.hook.appTerminate((context) => console.log('appTerminate after ' + context.hookData.from));
app.hook.preInvocation(async (context) => {
  await null;
  context.hookData.mark = 'marked';
  seen.push('pre1 ' + context.invocationContext.functionName);
  const original = context.functionHandler;
  context.functionHandler = (request, invocation) => original(request, invocation, 'added by a hook');
});
app.hook.preInvocation(() => { seen.push('pre2'); });
app.hook.postInvocation((context) => {
  seen.push('post ' + context.hookData.mark);
  if (context.error?.message === 'forgiven') { context.error = null; context.result = { status: 202, body: 'saved by a hook' }; }
});
app.hook.log((context) => { if (context.category === 'user') context.message = '<' + context.message + '>'; });
const http = (name, handler) => app.http(name, { methods: ['GET'], authLevel: 'anonymous', handler });
http('seen', () => ({ jsonBody: seen.splice(0) }));
http('added', (request, context, extra) => ({ body: extra }));
http('forgiven', () => { throw new Error('forgiven'); });
http('logs', (request, context) => {
  context.trace('a trace'); context.info('number %d', 7); context.warn('careful'); context.log({ a: 1 });
  return {};
});
http('late', (request, context) => { setTimeout(() => context.log('too late'), 50); return {}; });
http('text', () => { throw 'a text'; });
http('object', () => { throw { code: 7 }; });
`;

let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess({ app: makeApp({ 'src/a.js': hooks }) });
});
afterAll(cleanUp);

const call = (name: string) => fetch(`${host.origin}/api/${name}`);

it('runs hooks one after another around the handler, and appStart before all', async () => {
  expect(await (await call('seen')).json()).toEqual(['appStart', 'pre1 seen', 'pre2']);
  expect(await (await call('seen')).json()).toEqual(['post marked', 'pre1 seen', 'pre2']);
});

it('lets a pre hook replace the handler', async () => {
  expect(await (await call('added')).text()).toBe('added by a hook');
});

it('lets a post hook turn an error into a result', async () => {
  const response = await call('forgiven');
  expect([response.status, await response.text()]).toEqual([202, 'saved by a hook']);
});

it('passes log lines of the app through its log hooks, from level information on', async () => {
  await call('logs');
  await host.shows('] <{ a: 1 }>');
  expect(host.output()).toContain('] <number 7>');
  expect(host.output()).toContain('] <careful>');
  expect(host.output()).not.toContain('a trace');
});

it('warns of a log line after the end of its invocation', async () => {
  await call('late');
  await host.shows(/Unexpected call to 'log' on the context object after function execution has completed/);
});

it('converts any thrown value to an error', async () => {
  expect((await call('text')).status).toBe(500);
  expect((await call('object')).status).toBe(500);
  await host.shows('Exception: a text');
  await host.shows('Exception: {"code":7}');
});

it('runs appTerminate hooks at the end', async () => {
  expect(await host.stop()).toBe(0);
  expect(host.output()).toContain('appTerminate after start');
});
