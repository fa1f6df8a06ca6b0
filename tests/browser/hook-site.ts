// An endpoint of webhooks that answers what a test wants.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookSite {
  url: string;
  /** From now on. */
  answerWith(status: number): void;
  stop(): Promise<void>;
}

export async function startHookSite(): Promise<HookSite> {
  let status = 200;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    answerWith(wanted) {
      status = wanted;
    },
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
