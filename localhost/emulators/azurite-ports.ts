// The three ports of an Azurite: finding free ones, and who answers on them.

import { randomInt } from 'node:crypto';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';

export interface AzuritePorts {
  blob: number;
  queue: number;
  table: number;
}

export function portList(ports: AzuritePorts): number[] {
  return [ports.blob, ports.queue, ports.table];
}

/**
 * Where systems take no ports from for outgoing connections: a port found free there stays so until the emulator listens.
 * Drawn at random, since hosts that start at the same moment look at the same time.
 */
const ownRange = { from: 16_000, to: 31_999 };

/** Three in a row, as `--azurite-port` names them. */
export async function freePorts(): Promise<AzuritePorts> {
  for (;;) {
    const ports = portsFrom(randomPort());
    const free = await Promise.all(portList(ports).map(canListen));
    if (free.every(Boolean)) return ports;
  }
}

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomPort();
    if (await canListen(port)) return port;
  }
}

function randomPort(): number {
  return randomInt(ownRange.from, ownRange.to);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export function portsFrom(first: number): AzuritePorts {
  return { blob: first, queue: first + 1, table: first + 2 };
}

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

/** Azurite names itself in every answer, also in refusals. */
export function answersAsAzurite(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      { port, host: '127.0.0.1', path: '/devstoreaccount1', agent: false, timeout: 2000 },
      (response) => {
        response.resume();
        resolve(/^Azurite/i.test(String(response.headers.server)));
      },
    );
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}
