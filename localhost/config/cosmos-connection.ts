// Parses Cosmos DB connection strings, and defines the one that refers to the local emulator.

/**
 * A setting with this value refers to the emulator that `--cosmos` starts; the host replaces it with a connection
 * string.
 */
export const developmentCosmos = 'UseDevelopmentCosmos=true';

export interface CosmosAccount {
  endpoint: string;
  key: string;
}

/**
 * Parses `AccountEndpoint=https://…;AccountKey=…`; names are not case-sensitive.
 * @throws when either part is missing.
 */
export function parseCosmosConnection(connectionString: string): CosmosAccount {
  const parts = new Map<string, string>();
  for (const part of connectionString.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim());
  }
  const endpoint = parts.get('accountendpoint') ?? '';
  const key = parts.get('accountkey') ?? '';
  if (URL.canParse(endpoint) && key !== '') return { endpoint, key };
  throw new Error('A Cosmos DB connection string must have the form AccountEndpoint=https://…;AccountKey=….');
}
