// Runs the app for the fuzz tests, and checks what must hold for every response.

import { type HostProcess, makeApp, startHostProcess } from '../cli/host-process';
import { type RawAnswer, type RawRequest, rawExchange, requestBytes } from './raw-exchange';
import { seed } from './strange-values';

const functions = `
const { app } = require('@azure/functions');
const df = require('durable-functions');
const tell = async (request) => ({
  jsonBody: { params: request.params, query: [...request.query], headers: [...request.headers], length: (await request.arrayBuffer()).byteLength },
});
app.http('tell', { methods: ['GET', 'POST', 'PUT', 'DELETE'], route: 'echo/{id?}/{*rest}', authLevel: 'anonymous', handler: tell });
app.http('number', { methods: ['GET'], route: 'number/{n:int}', authLevel: 'anonymous', handler: tell });
app.http('parts', { methods: ['GET'], route: 'parts/{a}.{b?}', authLevel: 'anonymous', handler: tell });
app.generic('byHand', { trigger: { type: 'manualTrigger' }, handler: () => undefined });
app.eventGrid('grid', { handler: () => undefined });
df.app.orchestration('echo', function* (context) { return context.df.getInput(); });
df.app.orchestration('wait', function* (context) { return yield context.df.waitForExternalEvent('Go'); });
df.app.entity('keeper', (context) => {
  if (context.df.operationName === 'set') context.df.setState(context.df.getInput());
  context.df.return(null);
});
`;

const settings = JSON.stringify({ Values: {}, Host: { CORS: 'https://shop.example' } });

export const bodyLimitBytes = 200_000;

/** @param streaming turns HTTP streaming on. */
export function startAppUnderFire(flags: string[] = [], streaming = false): Promise<HostProcess> {
  const first = streaming ? "require('@azure/functions').app.setup({ enableHttpStream: true });" : '';
  return startHostProcess({
    app: makeApp({
      'src/functions.js': first + functions,
      'host.json': '{"version":"2.0","logging":{"logLevel":{"default":"Error"}}}',
      'local.settings.json': settings,
    }),
    flags: ['--no-azurite', ...flags],
    environment: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: String(bodyLimitBytes) },
  });
}

/**
 * Sends a request and checks the response: in time, no 5xx, no internals such as stack traces.
 * @param request bytes may be an invalid request: the host may then close the connection without a response.
 */
export async function fire(host: HostProcess, request: RawRequest | Buffer): Promise<RawAnswer> {
  const bytes = Buffer.isBuffer(request) ? request : requestBytes(request);
  const answer = await rawExchange(host.origin, bytes, Buffer.isBuffer(request));
  const shown = `seed ${seed}, ${JSON.stringify(bytes.toString('latin1').slice(0, 500))} was answered ${answer.head}\n${answer.body.slice(0, 500)}`;
  if (answer.status === undefined && !Buffer.isBuffer(request)) throw new Error(`No answer: ${shown}`);
  if ((answer.status ?? 0) >= 500 && !isRecorded500(answer)) throw new Error(`A fault: ${shown}`);
  if (/\n\s+at |node:internal|\.[jt]s:\d+/.test(answer.body)) throw new Error(`The inside shows: ${shown}`);
  return answer;
}

/** The genuine host returns a 500 for a suspend or resume in the wrong state. */
function isRecorded500({ body }: RawAnswer): boolean {
  return /"Message":"Something went wrong while processing your request","ExceptionMessage":"Cannot (suspend|resume) /.test(
    body,
  );
}

/** Sends many requests, a few concurrently. */
export async function fireAll(host: HostProcess, requests: (RawRequest | Buffer)[]): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  for (let i = 0; i < requests.length; i += 8) {
    answers.push(...(await Promise.all(requests.slice(i, i + 8).map((request) => fire(host, request)))));
  }
  return answers;
}

/** Checks that the same process still runs, is healthy, and has logged no error. */
export async function expectWell(host: HostProcess): Promise<void> {
  const { status } = await fire(host, { method: 'GET', target: '/admin/host/status' });
  expect([200, 401]).toContain(status);
  expect(host.errors()).toBe('');
}
