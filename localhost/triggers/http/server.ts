// The listening socket: takes the port before the app is loaded (its urls depend on the port),
// lets early requests wait, and drains at the end.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from '../../core/startup-error';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpServer {
  port: number;
  /** Requests are answered from now on, those that waited first. */
  open(handler: RequestHandler): void;
  /** New requests are answered 503 (functions that still run may go on to use the durable client); resolves when the others are answered. */
  drain(): Promise<void>;
  /** Cuts off what is left. */
  close(): Promise<void>;
}

const unavailable = 'Function host is not running.';

/**
 * Listens on the loopback address only: without keys, everybody who reaches the host may do everything.
 * @param port 0 = any free one.
 * @throws StartupError when the port is taken.
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
    next(request, response);
  };
  // A request without a body is not made into a stream first.
  const server = createServer({ optimizeEmptyRequests: true }, (request, response) => {
    if (drained && !request.url?.startsWith('/durabletask/')) refuse(response);
    else if (handler) handle(request, response, handler);
    else waiting.push([request, response]);
  });
  // The platform sets no limit for a whole request; uploads may be slow.
  server.requestTimeout = 0;
  // Connections stay open until the client or the host ends, as those of the platform do for minutes: a client that
  // goes on with one never meets its end.
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
      `Port ${port} is unavailable: something else listens there. Stop it, or choose another one with --port.`,
      { cause },
    );
  }
  return new StartupError(`Cannot listen on port ${port}: ${cause.message}`, { cause });
}
