// Every part of the local host asks core/host-clock for the time, or else time could not be skipped. What lives in real time
// on purpose is listed here with its reason.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '../../../../localhost');

const realTime: Record<string, string> = {
  'core/clock.ts': 'makes the clock',
  'core/host-clock.ts': 'makes the clock',
  'core/jumps.ts': 'looks whether it is quiet',
  'app/app-host.ts': 'limit of a drain',
  'taskhub/running/drain.ts': 'limit of a drain',
  'taskhub/running/wait-for-results.ts': 'waits about as long as a replay takes',
  'taskhub/running/group-commit.ts': 'end of the turn of the event loop',
  'taskhub/api/start-routes.ts': 'limit of a held HTTP response',
  'taskhub/arrivals/queue-poll.ts': '--flex, which excludes --clock',
  'taskhub/arrivals/durable-instance.ts': '--flex, which excludes --clock',
  'bindings/read-stream.ts': 'end of the turn of the event loop',
  'core/logs.ts': 'end of the turn of the event loop',
  'cli/watched-files.ts': 'quiet time of a build',
  'cli/stop-signals.ts': 'two signals of one Ctrl-C',
  'emulators/emulator-process.ts': 'polls a process',
  'emulators/message-changes.ts': 'runs in the emulator, whose Date follows the clock',
  'execution/executor.ts': 'duration and timeout of a function that runs in real time',
  'triggers/http/accept-gate.ts': 'turns of the event loop in a burst of connections',
  'triggers/http/turns.ts': 'turns of the event loop in a burst of connections',
  'triggers/interruptible-sleep.ts': 'pauses between polls',
  'triggers/queue/queue-pump.ts': 'pauses between polls',
  'triggers/queue/visibility-lease.ts': 'renewal while a function runs in real time',
  'triggers/blob/blob-scan.ts':
    'pauses between polls, and times of blobs, which the emulator gives as the app sees Date',
  'triggers/blob/blob-listing.ts': 'expiry of a SAS, which the emulator checks as the app sees Date',
};

const asksForTime =
  /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bset(Timeout|Interval|Immediate)\b|timers\/promises|AbortSignal\.timeout|\bhrtime\b/;

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const asking = files.filter((file) => asksForTime.test(readFileSync(join(root, file), 'utf8')));

it('finds the files of the local host', () => {
  expect(files.length).toBeGreaterThan(100);
});

it('only the listed files have a time of their own', () => {
  const others = asking.filter((file) => realTime[file] === undefined);
  expect(others.map((file) => relative('.', file))).toEqual([]);
});

it('lists no file that asks the clock like all others', () => {
  expect(Object.keys(realTime).filter((file) => !asking.includes(file))).toEqual([]);
});
