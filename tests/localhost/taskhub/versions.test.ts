import type { DurableTaskSettings } from '../../../localhost/config/host-json';
import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub } from './hub';

const app = loadAppUnderTest();
const { df } = app;
const versionOf = (context: { df: { version?: string | undefined } }) => context.df.version ?? null;

df.app.orchestration('ownVersion', function* (context) {
  const child = (yield context.df.callSubOrchestrator('childVersion')) as string | null;
  const older = (yield context.df.callSubOrchestrator('childVersion', undefined, undefined, '0.9')) as string | null;
  return [versionOf(context), child, older];
});
df.app.orchestration('childVersion', function* (context) {
  return versionOf(context);
});
df.app.orchestration('goesOn', function* (context) {
  const before = context.df.getInput<(string | null)[]>() ?? [];
  const versions = [...before, versionOf(context)];
  if (versions.length < 3) {
    yield context.df.createTimer(context.df.currentUtcDateTime);
    context.df.continueAsNew(versions);
    return undefined;
  }
  return versions;
});

afterEach(closeHubs);

async function start(settings: Partial<DurableTaskSettings>, version?: string) {
  const hub = openHub(app, { settings });
  await hub.request('POST', `orchestrators/ownVersion/v${version ? `?version=${version}` : ''}`);
  return hub;
}

it('an instance has the default version of host.json unless it was started with another', async () => {
  expect((await (await start({ defaultVersion: '2.0' })).settled('v')).output).toEqual(['2.0', '2.0', '0.9']);
  expect((await (await start({ defaultVersion: '2.0' }, '1.0')).settled('v')).output).toEqual(['1.0', '2.0', '0.9']);
});

it('an instance that continues as new keeps its version', async () => {
  const hub = openHub(app, { settings: { defaultVersion: '2.0' } });
  await hub.request('POST', 'orchestrators/goesOn/g?version=1.0');
  expect((await hub.settled('g')).output).toEqual(['1.0', '1.0', '1.0']);
});

it('there is no version unless one is configured', async () => {
  const hub = await start({ versionMatchStrategy: 'None' });
  expect((await hub.settled('v')).output).toEqual([null, null, '0.9']);
});

it('an instance of a newer version waits by default until a host can run it', async () => {
  const hub = await start({}, '2.5');
  await new Promise(setImmediate);
  expect((await hub.status('v')).runtimeStatus).toBe('Pending');
  expect(hub.warnings).toEqual(["Instance 'v' has version 2.5 and waits: host.json sets no defaultVersion."]);
  await hub.stop();
  const newer = openHub(app, { folder: hub.folder, settings: { defaultVersion: '2.5' } });
  expect((await newer.settled('v')).output).toEqual(['2.5', '2.5', '0.9']);
});

it('an instance that waits for a newer host can be terminated', async () => {
  const hub = await start({}, '2.5');
  await hub.request('POST', 'instances/v/terminate?reason=no');
  expect((await hub.settled('v')).runtimeStatus).toBe('Terminated');
});

it('an instance of a newer version fails with the strategy Fail', async () => {
  const hub = await start({ defaultVersion: '2.0', versionFailureStrategy: 'Fail' }, '2.5');
  const text = 'VersionMismatch: Orchestration version did not comply with Worker Versioning';
  expect(await hub.settled('v')).toMatchObject({ runtimeStatus: 'Failed', output: text });
  expect((await hub.history('v')).at(-1)).toMatchObject({
    EventType: 'ExecutionCompleted',
    Result: null,
    FailureDetails: { ErrorType: 'VersionMismatch', IsNonRetriable: true },
  });
});

it('with the strategy Strict no other version is run', async () => {
  const settings = { defaultVersion: '2.0', versionMatchStrategy: 'Strict', versionFailureStrategy: 'Fail' } as const;
  expect((await (await start(settings, '1.0')).settled('v')).runtimeStatus).toBe('Failed');
});
