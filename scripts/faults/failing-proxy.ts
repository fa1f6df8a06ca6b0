// A proxy between the app and a storage emulator that simulates an outage with 503 responses. Signatures remain valid, since
// they cover the path and not the port.

import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface FailingProxy {
  port: number;
  /** Resolves when the outage is over. */
  failFor(ms: number): Promise<void>;
  /** Number of requests refused with 503. */
  refused(): number;
  close(): void;
}

export async function startFailingProxy(target: number): Promise<FailingProxy> {
  let failing = 0;
  let refusals = 0;
  const server = createServer((incoming, outgoing) => {
    if (failing > 0) {
      refusals++;
      incoming.resume();
      outgoing.writeHead(503, { 'x-ms-error-code': 'ServerBusy', connection: 'close' }).end();
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    // The host may be killed during a request. A request that was sent completely is still forwarded.
    incoming.on('error', () => onward.destroy());
    outgoing.on('error', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async failFor(ms) {
      failing++;
      await sleep(ms);
      failing--;
    },
    refused: () => refusals,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
