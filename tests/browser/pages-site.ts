// Built pages at an address of their own, with the API of a shop behind it, as the shop itself serves them.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

export interface PagesSite {
  origin: string;
  /** From now on, requests of the API go to this origin. */
  forwardTo(shop: string): void;
  stop(): Promise<void>;
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:",
  "connect-src 'self' http://127.0.0.1:*; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
].join('; ');

export async function startPagesSite(folder: string): Promise<PagesSite> {
  let shop = '';
  const server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://pages');
    if (pathname.startsWith('/api/')) forward(incoming, response, shop);
    else serve(response, join(folder, normalize(pathname === '/console' ? '/index.html' : pathname)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    forwardTo(origin) {
      shop = origin;
    },
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function forward(incoming: IncomingMessage, response: ServerResponse, shop: string): void {
  const { method, headers, url = '/' } = incoming;
  const forwarded = request(new URL(url, shop), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.destroy());
  incoming.pipe(forwarded);
}

function serve(response: ServerResponse, file: string): void {
  if (!existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(file.endsWith('favicon.ico') ? 204 : 404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
  });
  createReadStream(file).pipe(response);
}
