// Stands between the app and a storage emulator and notes every request: service, what it does, whether it found work.
// Signatures stay right, since they cover the path and not the port.

import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Service = 'blob' | 'queue' | 'table';

export interface NotedRequest {
  service: Service;
  method: string;
  /** Without the account's name, with the query: `/uploads?restype=container&comp=list`. */
  target: string;
  status: number;
  /** A look into a queue that found no message. */
  foundNothing: boolean;
  /** Length of the body that was sent. */
  sentBytes: number;
}

export interface CountingProxy {
  port: number;
  close(): void;
}

const EMPTY_QUEUE = /<QueueMessagesList\s*\/>|<QueueMessagesList>\s*<\/QueueMessagesList>/;

/** Passes everything on to `port` on this machine. */
export async function startCountingProxy(
  service: Service,
  port: number,
  note: (request: NotedRequest) => void,
): Promise<CountingProxy> {
  const server = createServer((incoming, outgoing) => pass(incoming, outgoing, service, port, note));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => closeNow(server) };
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  service: Service,
  port: number,
  note: (request: NotedRequest) => void,
): void {
  const { method = 'GET', url = '/', headers } = incoming;
  let sentBytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    sentBytes += chunk.length;
  });
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    const isLook = service === 'queue' && method === 'GET' && url.includes('/messages');
    let body = '';
    answer.on('data', (chunk: Buffer) => {
      if (isLook) body += chunk.toString();
      outgoing.write(chunk);
    });
    answer.on('end', () => {
      const target = url.replace(/^\/[^/?]+/, '');
      const foundNothing = isLook && EMPTY_QUEUE.test(body);
      note({ service, method, target, status: answer.statusCode ?? 0, foundNothing, sentBytes });
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
