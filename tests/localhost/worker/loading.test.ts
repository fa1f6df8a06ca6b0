import { cleanUp, makeApp, runHostProcess, startHostProcess } from '../cli/host-process';

afterEach(cleanUp);

const http = (name: string) =>
  `app.http('${name}', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: '${name}' }) });`;
const cjs = (name: string) => `const { app } = require('@azure/functions');\n${http(name)}`;
const esm = (name: string) => `import { app } from '@azure/functions';\n${http(name)}`;

const answers = async (origin: string, names: string[]) =>
  Promise.all(names.map(async (name) => (await fetch(`${origin}/api/${name}`)).text()));

it('loads every file that the glob in main matches, and no other', async () => {
  const { origin } = await startHostProcess({
    app: makeApp({
      'package.json': '{"main":"dist/{functions,more}/*.js"}',
      'dist/functions/a.js': cjs('a'),
      'dist/functions/b.js': cjs('b'),
      'dist/more/c.js': cjs('c'),
      'dist/other/d.js': cjs('d'),
    }),
  });
  expect(await answers(origin, ['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c', '']);
});

it('loads a single file without its extension, as Node does', async () => {
  const app = makeApp({ 'package.json': '{"main":"src/index"}', 'src/index.js': cjs('one') });
  const { origin } = await startHostProcess({ app });
  expect(await answers(origin, ['one'])).toEqual(['one']);
});

it('loads ES modules by type or extension, and CommonJS beside them', async () => {
  const { origin } = await startHostProcess({
    app: makeApp({
      'package.json': '{"main":"src/*.{js,mjs,cjs}","type":"module"}',
      'src/a.js': `${esm('a')}\nawait Promise.resolve();`,
      'src/b.mjs': esm('b'),
      'src/c.cjs': cjs('c'),
    }),
  });
  expect(await answers(origin, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
});

it('runs only the functions that host.json names', async () => {
  const { origin, output } = await startHostProcess({
    app: makeApp({ 'src/a.js': cjs('a'), 'src/b.js': cjs('b'), 'host.json': '{"version":"2.0","functions":["B"]}' }),
  });
  expect(await answers(origin, ['a', 'b'])).toEqual(['', 'b']);
  expect(output()).not.toContain('a: [GET]');
});

it('gives the app its settings and what the platform sets', async () => {
  const show = `const { app } = require('@azure/functions');
const atLoad = process.env.MINE;
app.http('show', { methods: ['GET'], authLevel: 'anonymous', route: '%ROUTE%', handler: () => ({ jsonBody: {
  atLoad, outside: process.env.OUTSIDE, environment: process.env.AZURE_FUNCTIONS_ENVIRONMENT,
  host: process.env.WEBSITE_HOSTNAME, runtime: process.env.FUNCTIONS_WORKER_RUNTIME, db: process.env['ConnectionStrings:Db'] } }) });`;
  const settings = { Values: { MINE: 'x', OUTSIDE: 'file', ROUTE: 'shown' }, ConnectionStrings: { Db: 'Server=y' } };
  const { origin } = await startHostProcess({
    app: makeApp({ 'src/a.js': show, 'local.settings.json': JSON.stringify(settings) }),
    environment: { OUTSIDE: 'environment' },
  });
  expect(await (await fetch(`${origin}/api/shown`)).json()).toEqual({
    atLoad: 'x',
    outside: 'environment',
    environment: 'Development',
    host: origin.replace('http://', ''),
    runtime: 'node',
    db: 'Server=y',
  });
});

it.each([
  [
    'a trigger',
    "app.serviceBusQueue('jobs', { connection: 'X', queueName: 'q', handler: () => undefined });",
    'is triggered by a serviceBusTrigger',
  ],
  [
    'an output',
    `app.http('jobs', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({}), extraOutputs: [output.sql({ commandText: 'x', connectionStringSetting: 'X' })] });`,
    'has a binding "sql" (output)',
  ],
  [
    'a durable function that needs gRPC',
    `app.generic('jobs', { trigger: { type: 'orchestrationTrigger', name: 'x', direction: 'in', durableRequiresGrpc: true }, handler: () => undefined });`,
    'needs the gRPC protocol of durable-functions 4 (binding "orchestrationTrigger")',
  ],
])(
  'refuses an app with %s that it does not run, and names the function and the way out',
  async (_what, code, reason) => {
    const source = `const { app, output } = require('@azure/functions');\n${code}`;
    const { code: exitCode, errors } = await runHostProcess({ app: makeApp({ 'src/a.js': source }) });
    expect(exitCode).toBe(1);
    expect(errors).toBe(
      `Function 'jobs' ${reason}, which the local host does not support. Run this app with Azure Functions Core Tools (func start).\n`,
    );
  },
);

const unsupported = `const { app } = require('@azure/functions');
app.serviceBusQueue('jobs', { connection: 'X', queueName: 'q', handler: () => undefined });
app.eventHub('events', { connection: 'X', eventHubName: 'h', handler: () => undefined });
app.http('fine', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'fine' }) });`;

it('names all functions that it does not run, at once', async () => {
  const { errors } = await runHostProcess({ app: makeApp({ 'src/a.js': unsupported }) });
  expect(errors).toContain("Function 'jobs' is triggered by a serviceBusTrigger");
  expect(errors).toContain("Function 'events' is triggered by a eventHubTrigger");
});

it('runs an app whose unsupported functions are disabled', async () => {
  const { origin } = await startHostProcess({
    app: makeApp({ 'src/a.js': unsupported }),
    environment: { AzureWebJobs_jobs_Disabled: 'true', AzureWebJobs_events_Disabled: '1' },
  });
  expect(await answers(origin, ['fine'])).toEqual(['fine']);
});
