// The storage account that belongs to a data folder of the local host: Azurite's ports are noted there.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Azurite's one well-known account; the key is published in its documentation and opens nothing else. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Connection string of the Azurite that the host started for this folder. @throws when it has started none. */
export function storageOf(dataFolder: string): string {
  const note = JSON.parse(readFileSync(join(dataFolder, 'azurite.json'), 'utf8')) as { ports: Record<string, number> };
  const endpoints = Object.entries(note.ports).map(
    ([service, port]) => `${capitalised(service)}Endpoint=http://127.0.0.1:${port}/${ACCOUNT};`,
  );
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join('')}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
