// A proxy between the app and its storage that returns 503 on demand, like a throttled or failing account.

import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type StorageService = 'Blob' | 'Queue' | 'Table';

export interface StorageProxy {
  /** Connection string of the same account through the proxy. */
  connectionString: string;
  /** Selects the requests that get a 503 from now on, by service and path; none initially. */
  refuse(which: (service: StorageService, method: string, path: string) => boolean): void;
  /** Number of requests that got a 503. */
  refused(): number;
  close(): Promise<void>;
}

export async function startStorageProxy(connectionString: string): Promise<StorageProxy> {
  let isRefused: Parameters<StorageProxy['refuse']>[0] = () => false;
  let refusals = 0;
  const servers: Server[] = [];

  async function standBefore(service: StorageService, target: URL): Promise<string> {
    const server = createServer((incoming, answer) => {
      if (isRefused(service, incoming.method ?? '', incoming.url ?? '')) {
        refusals++;
        incoming.resume();
        answer.writeHead(503, { 'x-ms-error-code': 'ServerBusy', connection: 'close' }).end();
        return;
      }
      const { method, url, headers } = incoming;
      const forwarded = request(
        { host: target.hostname, port: target.port, method, path: url, headers },
        (response) => {
          answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
          response.pipe(answer);
        },
      );
      forwarded.on('error', () => answer.destroy());
      incoming.pipe(forwarded);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`;
  }

  let through = connectionString;
  for (const service of ['Blob', 'Queue', 'Table'] as const) {
    const [, endpoint = ''] = new RegExp(`${service}Endpoint=([^;]+)`).exec(connectionString) ?? [];
    through = through.replace(endpoint, await standBefore(service, new URL(endpoint)));
  }
  return {
    connectionString: through,
    refuse(which) {
      isRefused = which;
    },
    refused: () => refusals,
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
