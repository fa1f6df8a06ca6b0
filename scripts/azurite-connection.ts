// Builds the connection string of the Azurite that the local host started, from the ports stored in its data folder.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Azurite's default account; its key is public, see Azurite's documentation. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** @throws when the host has not started an Azurite with this data folder. */
export function azuriteConnectionString(dataFolder: string): string {
  const note = JSON.parse(readFileSync(join(dataFolder, 'azurite.json'), 'utf8')) as { ports: Record<string, number> };
  const endpoints = Object.entries(note.ports).map(
    ([service, port]) => `${capitalised(service)}Endpoint=http://127.0.0.1:${port}/${ACCOUNT};`,
  );
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join('')}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
