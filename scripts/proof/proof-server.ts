// Serves the proof page and its API on the loopback address. It is a server of its own, as the page has to work while the
// shop's host is dead; no host serves it, so it cannot reach Azure.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { type Card, cards, mostOrdersPerMinute } from './proof-state';
import { type Guard, refusalOfCall, refusalOfPage } from './request-guard';
import type { Supervisor } from './supervisor';

export interface ProofServer {
  /** e.g. `http://localhost:7079`. */
  origin: string;
  close(): void;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
const mostBytes = 1_000;

const rateSchema = z.strictObject({ perMinute: z.int().min(0).max(mostOrdersPerMinute) });
const cardSchema = z.strictObject({ card: z.enum(Object.keys(cards) as [Card, ...Card[]]) });

/** @param folder the built page. @param port 0 for a free one. */
export async function startProofServer(supervisor: Supervisor, folder: string, port: number): Promise<ProofServer> {
  const guard: Guard = { port, token: randomBytes(32).toString('base64url') };
  const server = createServer((request, response) => {
    answer(request, response, supervisor, { folder, guard }).catch((error: Error) => {
      send(response, error instanceof z.ZodError ? 400 : 500, { detail: error.message });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  guard.port = (server.address() as AddressInfo).port;
  return {
    origin: `http://localhost:${guard.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  supervisor: Supervisor,
  { folder, guard }: { folder: string; guard: Guard },
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const call = /^\/proof\/api\/(\w+)$/.exec(path)?.[1];
  const refusal = call === undefined ? refusalOfPage(request, guard) : refusalOfCall(request, guard);
  if (refusal !== undefined) send(response, 403, { detail: refusal });
  else if (call !== undefined) await answerCall(`${request.method} ${call}`, request, response, supervisor);
  else if (request.method === 'GET') sendPage(path, response, folder, guard.token);
  else send(response, 405, { detail: 'Only GET.' });
}

async function answerCall(
  call: string,
  request: IncomingMessage,
  response: ServerResponse,
  supervisor: Supervisor,
): Promise<void> {
  switch (call) {
    case 'GET state':
      break;
    case 'POST kill':
      await supervisor.kill();
      break;
    case 'POST outage':
      await supervisor.cutStorage();
      break;
    case 'POST order':
      supervisor.placeOrder();
      break;
    case 'POST rate':
      supervisor.setRate(rateSchema.parse(await bodyOf(request)).perMinute);
      break;
    case 'POST card':
      await supervisor.setCard(cardSchema.parse(await bodyOf(request)).card);
      break;
    default:
      send(response, 404, { detail: 'There is no such call.' });
      return;
  }
  send(response, 200, supervisor.state());
}

/** Undefined when it is no JSON or too long: then no schema takes it. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > mostBytes) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The page carries the token, which its own script alone can read. */
function sendPage(path: string, response: ServerResponse, folder: string, token: string): void {
  if (path === '/') {
    response.writeHead(302, { location: '/proof' }).end();
    return;
  }
  const asset = /^\/proof\/assets\/([\w.-]+)$/.exec(path)?.[1];
  if (path !== '/proof' && asset === undefined) {
    send(response, 404, { detail: 'There is no such page.' });
    return;
  }
  const file = asset === undefined ? join(folder, 'index.html') : join(folder, 'assets', asset);
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    send(response, 404, { detail: 'There is no such file.' });
    return;
  }
  const type = contentTypes[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...securityHeaders, 'content-type': type });
  response.end(asset === undefined ? content.replace('%PROOF_TOKEN%', token) : content);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
