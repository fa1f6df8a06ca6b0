// The HTTP server. It takes the port before the app loads, because the app's urls depend on the port; it holds requests
// that arrive too early, and drains before the host stops.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from '../../core/startup-error';
import { makeAcceptGate } from './accept-gate';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpServer {
  port: number;
  /** Starts handling requests, beginning with those that are waiting. */
  open(handler: RequestHandler): void;
  /**
   * Responds to new requests with 503, except to durable client requests, which running functions may still need.
   * Resolves when all earlier requests have been answered.
   */
  drain(): Promise<void>;
  /** Closes the server and all remaining connections. */
  close(): Promise<void>;
}

const unavailable = 'Function host is not running.';

/**
 * Listens on the loopback address only, because without keys every caller may do everything.
 * @param port 0 = any free port.
 * @throws StartupError when the port is in use.
 */
export async function listen(port: number): Promise<HttpServer> {
  let handler: RequestHandler | undefined;
  let running = 0;
  let drained: (() => void) | undefined;
  const waiting: [IncomingMessage, ServerResponse][] = [];
  const handle = (request: IncomingMessage, response: ServerResponse, next: RequestHandler) => {
    running++;
    response.once('close', () => {
      running--;
      if (running === 0) drained?.();
    });
    inTurn(() => next(request, response));
  };
  // Do not create a stream for requests without a body.
  const server = createServer({ optimizeEmptyRequests: true }, (request, response) => {
    if (drained && !request.url?.startsWith('/durabletask/')) refuse(response);
    else if (handler) handle(request, response, handler);
    else waiting.push([request, response]);
  });
  const inTurn = makeAcceptGate(server);
  // The platform has no time limit for a whole request: uploads may be slow.
  server.requestTimeout = 0;
  // Keep idle connections open until the client or the host closes them; the platform keeps them for minutes. A timeout
  // here could close a connection just when the client sends its next request.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(port, cause)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    open(next) {
      handler = next;
      for (const [request, response] of waiting.splice(0)) handle(request, response, next);
    },
    drain() {
      for (const [, response] of waiting.splice(0)) refuse(response);
      return new Promise((resolve) => {
        drained = resolve;
        if (running === 0) resolve();
      });
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function refuse(response: ServerResponse): void {
  response.setHeader('connection', 'close');
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.statusCode = 503;
  response.end(unavailable);
}

function listenError(port: number, cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'EADDRINUSE') {
    return new StartupError(
      `Port ${port} is unavailable: another process is listening on it. Stop that process, or choose another port with --port.`,
      { cause },
    );
  }
  return new StartupError(`Cannot listen on port ${port}: ${cause.message}`, { cause });
}
