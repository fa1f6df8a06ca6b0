// The three ports of an Azurite: finding free ones, and who answers on them.

import { get } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';

export interface AzuritePorts {
  blob: number;
  queue: number;
  table: number;
}

export function portList(ports: AzuritePorts): number[] {
  return [ports.blob, ports.queue, ports.table];
}

/** Three in a row, as `--azurite-port` names them. */
export async function freePorts(): Promise<AzuritePorts> {
  for (;;) {
    const ports = portsFrom(await freePort());
    if (ports.table <= 65_535 && !(await isTaken(ports.queue)) && !(await isTaken(ports.table))) return ports;
  }
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
