// The three ports of Azurite (blob, queue, table): how to choose them, and how to tell that Azurite answers on them.

import { get } from 'node:http';
import { canListen, randomPort } from './free-ports';

export interface AzuritePorts {
  blob: number;
  queue: number;
  table: number;
}

export function portList(ports: AzuritePorts): number[] {
  return [ports.blob, ports.queue, ports.table];
}

/** Three consecutive free ports. */
export async function freePorts(): Promise<AzuritePorts> {
  for (;;) {
    const ports = portsFrom(randomPort());
    const free = await Promise.all(portList(ports).map(canListen));
    if (free.every(Boolean)) return ports;
  }
}

/** `first` and the two ports after it, as `--azurite-port` defines them. */
export function portsFrom(first: number): AzuritePorts {
  return { blob: first, queue: first + 1, table: first + 2 };
}

/** Azurite names itself in the `server` header of every response, error responses included. */
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
