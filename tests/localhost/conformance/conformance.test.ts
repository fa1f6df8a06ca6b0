// Drives the recorded app on the local host and compares every exchange, invocation and call with the genuine host's.
// All cases run once, in parallel: the main drive takes about 100 s, mostly waits that are part of the recording.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cleanUp } from '../cli/host-process';
import { type Call, compareCalls } from './calls.ts';
import { compareExchanges } from './compare-exchanges.ts';
import { compareInstances } from './compare-instances.ts';
import { deviations, type Group } from './deviations.ts';
import { driveRecordedApp, runDriver } from './drive-recorded-app.ts';
import { type Judgement, judge, summary } from './judge.ts';
import type { OwnRecording } from './own-recording.ts';
import { readInstances, readLines } from './recording-files.ts';
import type { Exchange } from './recordings.ts';
import { replayRequests } from './replay-requests.ts';
import { uploadRecordedBlobs } from './upload-recorded-blobs.ts';

const golden = resolve(__dirname, '../golden');
const driveLimitMs = 240_000;

const recorded = {
  http: readLines<Exchange>(join(golden, 'http.jsonl')),
  withKeys: readLines<Exchange>(join(golden, 'http-realauth.jsonl')),
  versions: readLines<Exchange>(join(golden, 'http-version.jsonl')),
  calls: readLines<Call>(join(golden, 'client-rpc.jsonl')),
  instances: readInstances(join(golden, 'instances')),
};

/** All cases of the driver, in its order. */
const cases = [...readFileSync(join(golden, 'app/drive.mjs'), 'utf8').matchAll(/^ {2}async (\w+)\(\)/gm)].map(
  ([, name = '']) => name,
);

const versionSettings = {
  hubName: 'GoldenVer',
  defaultVersion: '2.0',
  versionMatchStrategy: 'CurrentOrOlder',
  versionFailureStrategy: 'Fail',
};

const driveAll = () =>
  driveRecordedApp({
    async run({ origin, data }, file) {
      const blobs = recorded.instances.find(({ name }) => name === '_blobTrigger-gb');
      await uploadRecordedBlobs(data, blobs?.invocations ?? []);
      await runDriver(origin, file, cases);
    },
  });

const driveWithKeys = () =>
  driveRecordedApp({
    flags: ['--enable-auth'],
    run: ({ origin }, file) => runDriver(origin, file, ['http', 'missing']),
  });

const driveVersions = () =>
  driveRecordedApp({
    environment: Object.fromEntries(
      Object.entries(versionSettings).map(([name, value]) => [
        `AzureFunctionsJobHost__extensions__durableTask__${name}`,
        value,
      ]),
    ),
    run: ({ origin }, file) => replayRequests(recorded.versions, origin, file),
  });

const judgements: Judgement[] = [];

beforeAll(async () => {
  const [main, withKeys, versions] = await Promise.all([driveAll(), driveWithKeys(), driveVersions()]);
  judgements.push(...judgeAll(main, withKeys, versions));
}, driveLimitMs);
afterAll(cleanUp);

function judgeAll(main: OwnRecording, withKeys: OwnRecording, versions: OwnRecording): Judgement[] {
  const instances = compareInstances(recorded.instances, main.instances);
  const turnByTurn = instances.filter((verdict) => verdict.turnByTurn).length;
  process.stdout.write(`${turnByTurn} orchestrations had the same episodes, and each was compared\n`);
  const verdicts = {
    http: compareExchanges(recorded.http, main.exchanges),
    'http-realauth': compareExchanges(recorded.withKeys, withKeys.exchanges),
    'http-version': compareExchanges(recorded.versions, versions.exchanges),
    'client-rpc': compareCalls(recorded.calls, main.calls),
    instances,
  };
  return Object.entries(verdicts).map(([group, found]) => judge(group as Group, found, deviations));
}

it.each<[Group, number, string]>([
  ['http', 341, 'answers the management API, plain HTTP and the admin API'],
  ['http-realauth', 49, 'asks for keys'],
  ['http-version', 10, 'keeps orchestration versions apart'],
  ['client-rpc', 96, "answers durable-functions' client"],
  [
    'instances',
    103,
    'passes the recorded inputs to orchestrators, activities, entities and triggers, and accepts their outputs',
  ],
])('%s: all %i recorded pass or are listed deviations: %s', (group, count) => {
  const judgement = judgements.find((one) => one.group === group);
  expect(judgement?.failures).toEqual([]);
  expect([judgement?.recorded, (judgement?.same ?? 0) + (judgement?.excused ?? 0)]).toEqual([count, count]);
  process.stdout.write(`${judgement && summary(judgement)}\n`);
});

it('lists no unneeded deviation', () => {
  const used = new Set(judgements.flatMap((judgement) => [...judgement.used.keys()]));
  const unused = deviations.filter((deviation) => !deviation.sometimes && !used.has(deviation));
  expect(unused.map(({ reason }) => reason)).toEqual([]);
});
