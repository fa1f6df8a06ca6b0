// A proxy between the app and a storage emulator that records every request. Signatures remain valid, since they cover
// the path and not the port.

import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Service = 'blob' | 'queue' | 'table';

export interface RecordedRequest {
  service: Service;
  method: string;
  /** Path and query without the account name: `/uploads?restype=container&comp=list`. */
  target: string;
  status: number;
  /** A queue was polled and had no message. */
  foundNothing: boolean;
  /** Length of the request body. */
  sentBytes: number;
}

export interface CountingProxy {
  port: number;
  close(): void;
}

const EMPTY_QUEUE = /<QueueMessagesList\s*\/>|<QueueMessagesList>\s*<\/QueueMessagesList>/;

/** Forwards all requests to `port` on this machine. */
export async function startCountingProxy(
  service: Service,
  port: number,
  record: (request: RecordedRequest) => void,
): Promise<CountingProxy> {
  const server = createServer((incoming, outgoing) => pass(incoming, outgoing, service, port, record));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => closeNow(server) };
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  service: Service,
  port: number,
  record: (request: RecordedRequest) => void,
): void {
  const { method = 'GET', url = '/', headers } = incoming;
  let sentBytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    sentBytes += chunk.length;
  });
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    const isPoll = service === 'queue' && method === 'GET' && url.includes('/messages');
    let body = '';
    answer.on('data', (chunk: Buffer) => {
      if (isPoll) body += chunk.toString();
      outgoing.write(chunk);
    });
    answer.on('end', () => {
      const target = url.replace(/^\/[^/?]+/, '');
      const foundNothing = isPoll && EMPTY_QUEUE.test(body);
      record({ service, method, target, status: answer.statusCode ?? 0, foundNothing, sentBytes });
      outgoing.end();
    });
  });
  onward.on('error', (error) => outgoing.destroy(error));
  incoming.pipe(onward);
}

function closeNow(server: Server): void {
  server.close();
  server.closeAllConnections();
}
