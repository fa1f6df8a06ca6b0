import { cleanUp, makeApp, startHostProcess } from './host-process';

// Each has a host of its own: while one waits for its host, the others go on.
afterAll(cleanUp);

const app = `
const { app } = require('@azure/functions');
const slow = (ms) => new Promise((done) => setTimeout(done, ms, { body: 'done' }));
app.http('slow', { methods: ['GET'], authLevel: 'anonymous', handler: () => slow(800) });
app.http('endless', { methods: ['GET'], authLevel: 'anonymous', handler: () => slow(60_000) });
app.http('crash', { methods: ['GET'], authLevel: 'anonymous', handler: () => {
  setTimeout(() => { throw new Error('not awaited'); }, 10);
  return {};
} });
`;

it.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
  'lets running invocations end after %s, takes no new ones, and exits 0',
  async (signal) => {
    const host = await startHostProcess({ app: makeApp({ 'src/a.js': app }) });
    const running = fetch(`${host.origin}/api/slow`);
    await host.shows("Executing 'Functions.slow'");
    host.signal(signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = await fetch(`${host.origin}/api/slow`);
    expect([late.status, await late.text()]).toEqual([503, 'Function host is not running.']);
    expect(await (await running).text()).toBe('done');
    expect(await host.ended).toBe(0);
    expect(host.errors()).toBe('');
  },
);

it.concurrent('stops at once when it is told twice', async () => {
  const host = await startHostProcess({ app: makeApp({ 'src/a.js': app }) });
  const cut = fetch(`${host.origin}/api/endless`).catch((error: Error) => error.name);
  await host.shows("Executing 'Functions.endless'");
  host.signal('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 700));
  const began = Date.now();
  host.signal('SIGINT');
  expect(await host.ended).toBe(1);
  expect(Date.now() - began).toBeLessThan(5000);
  expect(await cut).toBe('TypeError');
});

it.concurrent('does not wait for ever', async () => {
  const host = await startHostProcess({ app: makeApp({ 'src/a.js': app }) });
  const cut = fetch(`${host.origin}/api/endless`).catch((error: Error) => error.name);
  await host.shows("Executing 'Functions.endless'");
  const began = Date.now();
  expect(await host.stop()).toBe(0);
  expect(Date.now() - began).toBeGreaterThan(9000);
  expect(host.output()).toContain('Some invocations did not end within 10 s.');
  expect(await cut).toBe('TypeError');
});

it.concurrent('ends like the Node worker when the app throws outside an invocation', async () => {
  const host = await startHostProcess({ app: makeApp({ 'src/a.js': app }) });
  await fetch(`${host.origin}/api/crash`);
  expect(await host.ended).toBe(1);
  expect(host.errors()).toContain('Worker uncaught exception: Error: not awaited');
});
