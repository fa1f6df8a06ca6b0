import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cleanUp, makeApp, runHostProcess, startHostProcess } from './host-process';

afterEach(cleanUp);

const source = `const { app } = require('@azure/functions');
app.http('add', { methods: ['GET'], authLevel: 'anonymous', handler: (request) => {
  const sum = Number(request.query.get('a')) + Number(request.query.get('b'));
  return { body: String(sum) };
} });
`;
const breakpointLine = 3;

interface Message {
  id?: number;
  method?: string;
  result?: Record<string, unknown>;
  params?: Record<string, unknown>;
}

/** A debugger: sends commands and waits for their results, or for events. */
async function attach(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`There is no inspector at ${url}.`));
  });
  const received: Message[] = [];
  let wake: () => void = () => undefined;
  socket.onmessage = ({ data }) => {
    received.push(JSON.parse(String(data)) as Message);
    wake();
  };
  const wanted = async (fits: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = received.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  let id = 0;
  return {
    async command(method: string, params: object = {}) {
      const own = ++id;
      socket.send(JSON.stringify({ id: own, method, params }));
      return (await wanted((message) => message.id === own)).result ?? {};
    },
    event: async (method: string) => (await wanted((message) => message.method === method)).params ?? {},
    detach: () =>
      new Promise((resolve) => {
        socket.onclose = resolve;
        socket.close();
      }),
  };
}

it('lets a debugger pause in a handler, inspect its values, and continue', async () => {
  const app = makeApp({ 'src/add.js': source });
  const host = await startHostProcess({ app, flags: ['--inspect=0'] });
  const port = /Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(host.errors())?.[1];
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
  const debug = await attach(target?.webSocketDebuggerUrl ?? '');
  await debug.command('Debugger.enable');
  const { breakpointId } = await debug.command('Debugger.setBreakpointByUrl', {
    url: `file://${join(app, 'src/add.js')}`,
    lineNumber: breakpointLine,
  });
  expect(breakpointId).toEqual(expect.any(String));

  const answer = fetch(`${host.origin}/api/add?a=2&b=3`);
  const { callFrames } = (await debug.event('Debugger.paused')) as {
    callFrames: { callFrameId: string; functionName: string; location: { lineNumber: number } }[];
  };
  const [frame] = callFrames;
  expect(frame).toMatchObject({ functionName: 'handler', location: { lineNumber: breakpointLine } });
  const evaluated = { callFrameId: frame?.callFrameId, expression: 'sum' };
  expect(await debug.command('Debugger.evaluateOnCallFrame', evaluated)).toMatchObject({ result: { value: 5 } });
  await debug.command('Debugger.resume');
  expect(await (await answer).text()).toBe('5');
  await debug.detach();
  expect(await host.stop()).toBe(0);
});

it('refuses to start if the debugger port is not available', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, errors } = await runHostProcess({
    app: makeApp({ 'src/add.js': source }),
    flags: [`--inspect=${port}`],
  });
  server.close();
  expect(code).toBe(1);
  expect(errors).toContain(`The debugger port ${port} is already in use. Choose another one with --inspect=PORT.\n`);
});
