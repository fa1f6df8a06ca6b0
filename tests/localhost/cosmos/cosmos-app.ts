// Runs the Cosmos DB fixture app on the local host with its own emulator, and provides a client of the emulator.

import { CosmosClient } from '@azure/cosmos';
import { fixture, type HostProcess, type HostProcessOptions, startHostProcess } from '../cli/host-process';

export interface CosmosApp {
  host: HostProcess;
  client: CosmosClient;
  call(method: string, path: string, body?: string): Promise<{ status: number; value: unknown }>;
}

export async function startCosmosApp(options: Partial<HostProcessOptions> = {}): Promise<CosmosApp> {
  const flags = ['--settings', 'local.settings.sample.json', '--cosmos', ...(options.flags ?? [])];
  const host = await startHostProcess({ app: fixture('cosmos-app'), ...options, flags });
  return {
    host,
    client: clientOf(endpointOf(host)),
    async call(method, path, body) {
      const response = await fetch(`${host.origin}/api/${path}`, { method, ...(body !== undefined && { body }) });
      const text = await response.text();
      return { status: response.status, value: text === '' ? undefined : JSON.parse(text).value };
    },
  };
}

/** As printed on the console. */
export function endpointOf(host: HostProcess): string {
  const endpoint = /^Cosmos DB emulator on (\S+) /m.exec(host.output())?.[1];
  if (endpoint === undefined) throw new Error(`No emulator is told:\n${host.output()}`);
  return endpoint;
}

export function clientOf(endpoint: string): CosmosClient {
  return new CosmosClient({ endpoint, key: 'a2V5', connectionPolicy: { enableEndpointDiscovery: false } });
}

/** Reads until the value is accepted, for at most 15 s; returns the last value. */
export async function eventually<T>(read: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 15_000; Date.now() < end; ) {
    const value = await read();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return read();
}
