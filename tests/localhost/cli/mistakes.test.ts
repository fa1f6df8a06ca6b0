import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { cleanUp, fixture, makeApp, runHostProcess, startHostProcess, temporaryFolder } from './host-process';

afterEach(cleanUp);

const app = `
const { app } = require('@azure/functions');
app.http('a', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'a' }) });
`;

/** The one line on standard error of a start that ends with code 1. */
async function complaint(
  folder: string,
  flags: string[] = [],
  environment: Record<string, string> = {},
): Promise<string> {
  const { code, errors } = await runHostProcess({ app: folder, flags, environment });
  expect(code).toBe(1);
  expect(errors).toMatch(/^[^\n]+\n$/);
  return errors.trim();
}

const withServer = async <T>(work: (port: number) => Promise<T>): Promise<T> => {
  const server: Server = createServer((_, response) => response.end('not Azurite'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
};

describe('a mistake gets one clear line', () => {
  it('when the port is taken', async () => {
    await withServer(async (port) => {
      const line = await complaint(fixture('http-app'), ['--port', String(port)]);
      expect(line).toBe(
        `Port ${port} is unavailable: another process is listening on it. Stop that process, or choose another port with --port.`,
      );
    });
  });

  it('when --clock finds a storage emulator that this host has not started', async () => {
    await withServer(async (port) => {
      const settings = { 'local.settings.json': '{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}' };
      const folder = makeApp({ 'src/a.js': app, ...settings });
      expect(await complaint(folder, ['--clock=jump', '--azurite-port', String(port)])).toBe(
        `Port ${port} is taken, and with --clock the host starts a storage emulator of its own, to set its clock. Choose other ports with --azurite-port (0 = any free ones).`,
      );
    });
  });

  it('when the app is not built', async () => {
    const folder = makeApp({ 'package.json': '{"main":"dist/src/functions/*.js"}' });
    expect(await complaint(folder)).toBe(
      `Found zero files matching "dist/src/functions/*.js" (main in package.json of ${folder}). Is the app built? Run \`npm run build\`.`,
    );
  });

  it('when host.json is invalid, with the position', async () => {
    const folder = makeApp({ 'src/a.js': app, 'host.json': '{\n  "version": "2.0"\n  "extensions": {}\n}' });
    expect(await complaint(folder)).toBe(`Cannot read ${join(folder, 'host.json')}: line 3, column 3: comma expected`);
  });

  it('when a value in host.json is wrong', async () => {
    const host = '{"version":"2.0","extensions":{"queues":{"batchSize":100}}}';
    expect(await complaint(makeApp({ 'src/a.js': app, 'host.json': host }))).toBe(
      'host.json: extensions.queues.batchSize must be a whole number from 1 to 32, not 100.',
    );
  });

  it('when the folder is not a function app', async () => {
    const folder = temporaryFolder();
    expect(await complaint(folder)).toBe(
      `No host.json in ${folder}. Start in the folder of a function app, or name that folder with --script-root.`,
    );
  });

  it('when the settings file does not exist or is invalid', async () => {
    const folder = makeApp({ 'src/a.js': app, 'broken.json': '{"Values": {"A" "b"}}' });
    expect(await complaint(folder, ['--settings', 'none.json'])).toBe(
      `The settings file ${join(folder, 'none.json')} does not exist.`,
    );
    expect(await complaint(folder, ['--settings', 'broken.json'])).toBe(
      `Cannot read ${join(folder, 'broken.json')}: line 1, column 17: colon expected`,
    );
  });

  it('when an app file throws, with its stack only with --verbose', async () => {
    const folder = makeApp({ 'src/a.js': "throw new Error('PAYMENTS is not set');" });
    const line = 'Worker was unable to load entry point "src/a.js": PAYMENTS is not set';
    expect(await complaint(folder)).toBe(line);
    const { errors } = await runHostProcess({ app: folder, flags: ['--verbose'] });
    expect(errors).toMatch(/^Worker was unable .*\nError: PAYMENTS is not set\n {4}at .*a\.js:1/);
  });

  it('when an app file requires a missing module', async () => {
    expect(await complaint(makeApp({ 'src/a.js': "require('./nosuch');" }))).toBe(
      `Worker was unable to load entry point "src/a.js": Cannot find module './nosuch'`,
    );
  });

  it('when the app registers nothing', async () => {
    const folder = makeApp({ 'src/a.js': '' });
    expect(await complaint(folder)).toBe(`The app in ${folder} registers no functions with @azure/functions v4.`);
  });

  it('when the app uses the programming model v3', async () => {
    const folder = makeApp({ 'src/a.js': '', 'hello/function.json': '{"bindings":[]}' });
    expect(await complaint(folder)).toBe(
      `The app in ${folder} uses the programming model v3 (hello/function.json), which the local host does not run. Migrate it to v4, or run it with Azure Functions Core Tools (func start).`,
    );
  });

  it('when a route is invalid', async () => {
    const source = app.replace("methods: ['GET']", "methods: ['GET'], route: 'x/{id:colour}'");
    expect(await complaint(makeApp({ 'src/a.js': source }))).toBe(
      `The route "x/{id:colour}" of function 'a' is not valid: the constraint "colour" is not known.`,
    );
  });

  it.each(['admin/users', 'Runtime'])('when the route %s is reserved by the host', async (route) => {
    const source = app.replace("methods: ['GET']", `methods: ['GET'], route: '${route}'`);
    expect(await complaint(makeApp({ 'src/a.js': source }))).toBe(
      `The route "${route}" of function 'a' is not valid: it conflicts with one or more built in routes.`,
    );
  });

  it('when the data folder is in use by a running host', async () => {
    const data = temporaryFolder();
    const running = await startHostProcess({ app: fixture('http-app'), flags: ['--data', data] });
    expect(await complaint(fixture('http-app'), ['--data', data])).toBe(
      `The data folder ${data} is in use by another local host (process ${running.pid}). Stop it, or choose another folder with --data.`,
    );
  });

  it("when the emulator's port is taken by something else", async () => {
    await withServer(async (port) => {
      const storage = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
      expect(await complaint(fixture('http-app'), ['--azurite-port', String(port)], storage)).toBe(
        `Port ${port} is taken by something that is not Azurite. Choose others with --azurite-port.`,
      );
    });
  });

  it('when a queue trigger has no storage account', async () => {
    const source = `const { app } = require('@azure/functions');
app.storageQueue('jobs', { queueName: 'q', connection: 'MyStorage', handler: () => undefined });`;
    const line = await complaint(makeApp({ 'src/a.js': source }));
    expect(line).toContain(`Function 'jobs': Connection 'MyStorage' has no value.`);
  });

  it('when a flag is unknown', async () => {
    expect(await complaint(fixture('http-app'), ['--colour'])).toBe(
      "Unknown option '--colour'. See `localhost --help`.",
    );
  });

  it('when the app is for another runtime', async () => {
    const line = await complaint(fixture('http-app'), [], { FUNCTIONS_WORKER_RUNTIME: 'dotnet' });
    expect(line).toBe('FUNCTIONS_WORKER_RUNTIME is "dotnet": only Node apps run on the local host.');
  });
});

it('starts in a data folder that a host left behind when it was killed', async () => {
  const data = temporaryFolder();
  const first = await startHostProcess({ app: fixture('http-app'), flags: ['--data', data] });
  first.signal('SIGKILL');
  await first.ended;
  const second = await startHostProcess({ app: fixture('http-app'), flags: ['--data', data] });
  expect(await second.stop()).toBe(0);
});
