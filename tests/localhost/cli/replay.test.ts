// `localhost replay` over instances of the task hub and downloaded histories: the same code shows no difference, changed
// code is told the step.

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtCommand, cleanUp, makeApp, startHostProcess, temporaryFolder } from './host-process';

const orchestrator = `
const { app } = require('@azure/functions');
const df = require('durable-functions');
const extraInputs = [df.input.durableClient()];
app.http('begin', { methods: ['POST'], route: 'begin/{name}/{id}', authLevel: 'anonymous', extraInputs,
  handler: async (request, context) => {
    await df.getClient(context).startNew(request.params.name, { instanceId: request.params.id, input: { city: 'Rome' } });
    return { status: 202 };
  } });
df.app.activity('say', { handler: (text) => 'Hello ' + text });
df.app.activity('shout', { handler: (text) => text + '!' });
df.app.orchestration('child', function* (context) {
  return yield context.df.callActivity('say', 'child');
});
df.app.orchestration('greets', function* (context) {
  const { city } = context.df.getInput();
  const first = yield context.df.callActivity('say', city);
  const all = yield context.df.Task.all(['A', 'B', 'C'].map((text) => context.df.callActivity('shout', text)));
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 50));
  const child = yield context.df.callSubOrchestrator('child', null);
  return [first, ...all, child];
});
df.app.orchestration('waits', function* (context) {
  yield context.df.callActivity('say', 'one');
  return yield context.df.waitForExternalEvent('go');
});
`;
const changes: [what: string, from: string, to: string, difference: RegExp][] = [
  [
    'another activity',
    "callActivity('say', city)",
    "callActivity('shout', city)",
    /step 0 as the activity 'say' before.*now produced the activity 'shout'/,
  ],
  [
    'one activity less',
    "['A', 'B', 'C']",
    "['A', 'B']",
    /step 3 as the activity 'shout' before.*now produced nothing|step 3 as the activity 'shout' before.*a timer/,
  ],
  [
    'a timer that is gone',
    'yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 50));',
    '',
    /step 4 as a timer before.*now produced the sub-orchestration 'child'/,
  ],
  [
    'another result',
    'return [first, ...all, child]',
    'return [first]',
    /ended with the result \["Hello Rome","A!","B!","C!","Hello child"\]; the orchestrator now ends with the result \["Hello Rome"\]/,
  ],
  [
    'a step more',
    'return [first, ...all, child]',
    "yield context.df.callActivity('say', 'more'); return []",
    /The record ends here, but the orchestrator now asks for step 6: the activity 'say'/,
  ],
];

const data = temporaryFolder();
const download = join(temporaryFolder(), 'greets.json');
afterAll(cleanUp);

beforeAll(async () => {
  const host = await startHostProcess({ app: makeApp({ 'src/a.js': orchestrator }), flags: ['--data', data] });
  const instances = `${host.origin}/runtime/webhooks/durabletask/instances`;
  for (const name of ['greets', 'waits'])
    await fetch(`${host.origin}/api/begin/${name}/my-${name}`, { method: 'POST' });
  const query = 'showHistory=true&showHistoryOutput=true&showInput=true';
  for (let status = ''; status !== 'Completed'; ) {
    const text = await (await fetch(`${instances}/my-greets?${query}`)).text();
    status = (JSON.parse(text) as { runtimeStatus: string }).runtimeStatus;
    writeFileSync(download, text);
  }
  await host.stop();
});

function replay(app: string, ...args: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [builtCommand, 'replay', ...args, '--script-root', app, '--data', data],
    { encoding: 'utf8' },
  );
  return { text: stdout + stderr, status };
}

it.each([
  ['the task hub', () => 'my-greets'],
  ['a downloaded history', () => download],
])('the same code has no difference, over %s', (_, target) => {
  const { text, status } = replay(makeApp({ 'src/a.js': orchestrator }), target());
  expect(text).toMatch(/Replayed \d+ events: no difference\./);
  expect(status).toBe(0);
});

describe.each(changes)('%s', (_, from, to, difference) => {
  const app = makeApp({ 'src/a.js': orchestrator.replace(from, to) });

  it.each([
    ['the task hub', () => 'my-greets'],
    ['a downloaded history', () => download],
  ])('is told, over %s', (_record, target) => {
    const { text, status } = replay(app, target());
    expect(text).toMatch(difference);
    expect(status).toBe(1);
  });
});

it('stops at an event, and says what the orchestrator asks for next', () => {
  const { text, status } = replay(makeApp({ 'src/a.js': orchestrator }), 'my-greets', '--until', '2');
  expect(text).toContain("After event 2 the orchestrator asks for step 0: the activity 'say'.");
  expect(text).toContain('Replayed 2 events: no difference.');
  expect(status).toBe(0);
});

it('replays an instance that still waits', () => {
  expect(replay(makeApp({ 'src/a.js': orchestrator }), 'my-waits').text).toContain('no difference');
  const changed = orchestrator.replace("callActivity('say', 'one')", "callActivity('shout', 'one')");
  expect(replay(makeApp({ 'src/a.js': changed }), 'my-waits').text).toContain("step 0 as the activity 'say' before");
});

it('says what a history without results and input lacks', () => {
  const status = JSON.parse(readFileSync(download, 'utf8'));
  for (const event of status.historyEvents) delete event.Result;
  const file = join(temporaryFolder(), 'bare.json');
  writeFileSync(file, JSON.stringify({ ...status, input: null }));
  const { text } = replay(makeApp({ 'src/a.js': orchestrator.replace('{ city }', 'city') }), file);
  expect(text).toContain('download it with showHistoryOutput=true');
  expect(text).toContain('download it with showInput=true');
});

it('names what cannot be replayed', () => {
  const app = makeApp({ 'src/a.js': orchestrator });
  expect(replay(app, 'nobody')).toEqual({ text: expect.stringContaining("no instance 'nobody'"), status: 1 });
  expect(replay(app).text).toContain('Name one instance');
  expect(replay(app, 'my-greets', '--until', '999').text).toMatch(/The record has \d+ events, not 999\./);
  expect(replay(app, join(app, 'host.json')).text).toContain('not the status of an instance');
});

it('waits for a debugger before it runs the orchestrator', async () => {
  const app = makeApp({ 'src/a.js': orchestrator });
  const args = [builtCommand, 'replay', 'my-greets', '--inspect=0', '--script-root', app, '--data', data];
  const child = spawn(process.execPath, args);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const url = await new Promise<string>((resolve) => {
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
      const found = /ws:\/\/\S+/.exec(errors)?.[0];
      if (found) resolve(found);
    });
  });
  expect(text).not.toContain('Replayed');
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
  socket.addEventListener('message', () => socket.close());
  expect(await ended).toBe(0);
  expect(text).toMatch(/Replayed \d+ events: no difference/);
});
