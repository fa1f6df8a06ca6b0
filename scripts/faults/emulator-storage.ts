// Builds the connection string of a storage emulator with a port per service.

/** Azurite's default account; its key is public, see Azurite's documentation. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export function emulatorStorage(ports: Record<'blob' | 'queue' | 'table', number>): string {
  const endpoints = Object.entries(ports).map(([service, port]) => {
    const name = service.charAt(0).toUpperCase() + service.slice(1);
    return `${name}Endpoint=http://127.0.0.1:${port}/${account};`;
  });
  return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoints.join('')}`;
}
