// Connection strings of Cosmos DB, and the one that stands for the local emulator.

/** A setting of this value means the emulator that `--cosmos` starts; the host puts a connection string in its place. */
export const developmentCosmos = 'UseDevelopmentCosmos=true';

export interface CosmosAccount {
  endpoint: string;
  key: string;
}

/** `AccountEndpoint=https://…;AccountKey=…`, names without regard to case. @throws when one of the two is missing */
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
