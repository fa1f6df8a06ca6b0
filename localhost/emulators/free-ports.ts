// Finds a free port for an emulator before it starts, because the app's connection string must contain the port.

import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/**
 * Outside the range that systems use for outgoing connections, so a free port stays free until the emulator listens.
 * Drawn at random, because hosts that start at the same moment search at the same time.
 */
const range = { from: 16_000, to: 31_999 };

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomPort();
    if (await canListen(port)) return port;
  }
}

export function randomPort(): number {
  return randomInt(range.from, range.to);
}

export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Does something accept connections on this port? */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
