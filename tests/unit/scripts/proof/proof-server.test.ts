// The buttons of the proof page over HTTP: the page itself may press them, and nobody else.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProofServer, startProofServer } from '../../../../scripts/proof/proof-server';
import type { ProofState } from '../../../../scripts/proof/proof-state';
import type { Supervisor } from '../../../../scripts/proof/supervisor';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-proof-server-'));
let server: ProofServer;
let done: string[];

const supervisor: Supervisor = {
  state: () => ({ faults: [] }) as unknown as ProofState,
  kill: async () => void done.push('kill'),
  cutStorage: async () => void done.push('outage'),
  setCard: async (card) => void done.push(card),
  setRate: (perMinute) => void done.push(`rate ${perMinute}`),
  placeOrder: () => void done.push('order'),
  close: async () => 0,
};

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<meta content="%PROOF_TOKEN%">');
  writeFileSync(join(folder, 'assets/main.js'), 'run();');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = await startProofServer(supervisor, folder, 0);
});
beforeEach(() => {
  done = [];
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** fetch does not send a host or origin of one's choice. */
function send(
  path: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.origin);
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { host: `localhost:${port}`, ...headers } });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.end(body);
  });
}

async function own(): Promise<Record<string, string>> {
  const page = await send('/proof');
  return { origin: server.origin, 'x-proof-token': /content="([\w-]{43})"/.exec(page.text)?.[1] ?? '' };
}

it('does what the page asks for', async () => {
  const headers = await own();
  for (const path of ['kill', 'outage', 'order']) {
    expect(await send(`/proof/api/${path}`, { method: 'POST', headers })).toMatchObject({ status: 200 });
  }
  await send('/proof/api/rate', { method: 'POST', headers, body: '{"perMinute":30}' });
  await send('/proof/api/card', { method: 'POST', headers, body: '{"card":"tok_lost_reply"}' });
  expect(done).toEqual(['kill', 'outage', 'order', 'rate 30', 'tok_lost_reply']);
});

it.each([
  ['from another site', { origin: 'https://shop.example' }],
  ['from a page of another port', { origin: 'http://localhost:1' }],
  ['from a sandboxed page', { origin: 'null' }],
  ['without the token', { 'x-proof-token': '' }],
  ['with another token', { 'x-proof-token': 'A'.repeat(43) }],
  ['for a name that leads here', { host: 'evil.example', origin: 'http://evil.example' }],
])('refuses to kill the host when asked %s', async (_name, changes) => {
  const headers: Record<string, string> = { ...(await own()), ...changes };
  expect(await send('/proof/api/kill', { method: 'POST', headers })).toMatchObject({ status: 403 });
  expect(done).toEqual([]);
});

it('refuses a button that is pressed without an origin', async () => {
  const { origin: _origin, ...headers } = await own();
  expect(await send('/proof/api/kill', { method: 'POST', headers })).toMatchObject({ status: 403 });
  expect(done).toEqual([]);
});

it('shows the token to nobody who asks for another name', async () => {
  const answer = await send('/proof', { headers: { host: 'evil.example' } });
  expect(answer.status).toBe(403);
  expect(answer.text).not.toMatch(/[\w-]{43}/);
});

it.each(['{"perMinute":1e9}', '{"perMinute":-1}', '{}', 'no json', `"${'x'.repeat(5000)}"`])(
  'refuses the rate %.30s',
  async (body) => {
    const headers = await own();
    expect(await send('/proof/api/rate', { method: 'POST', headers, body })).toMatchObject({ status: 400 });
    expect(done).toEqual([]);
  },
);

it('serves the page and its assets, and no other file', async () => {
  expect(await send('/proof/assets/main.js')).toEqual({ status: 200, text: 'run();' });
  for (const path of ['/proof/assets/..%2fsecret.txt', '/proof/assets/../secret.txt', '/proof/secret.txt', '/x']) {
    expect(await send(path)).toMatchObject({ status: 404 });
  }
});
