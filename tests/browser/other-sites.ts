// What stands around the shop in the browser tests: the site of a front end, and a proxy that makes the guest's cookie Lax.

import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Site {
  origin: string;
  stop(): Promise<void>;
}

const page = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A front end</title>';

/** An empty page on a port of its own; 127.0.0.1 and localhost are different sites to a browser. */
export function startSite(): Promise<Site> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(page);
  });
  return listening(server, '127.0.0.1');
}

/** The shop at another port of localhost, with a cookie as it would be without front ends on other domains. */
export function startLaxShop(shop: string): Promise<Site> {
  const server = createServer((incoming, response) => {
    const { method, headers, url = '/' } = incoming;
    const forwarded = request(new URL(url, shop), { method, headers }, (answer) => {
      const lax = answer.headers['set-cookie']?.map((cookie) => cookie.replace(/SameSite=None.*$/, 'SameSite=Lax'));
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...(lax && { 'set-cookie': lax }) });
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    incoming.pipe(forwarded);
  });
  return listening(server, 'localhost');
}

async function listening(server: Server, host: string): Promise<Site> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host}:${port}`,
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
