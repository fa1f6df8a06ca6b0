// Resolves the `connection` of a binding, which names a setting, to a connection string. The setting is looked up in
// the same order as in the genuine host, so that one configuration works in both.

import { developmentCosmos } from '../config/cosmos-connection';
import { resolveSettings, type Setting } from '../config/resolve-settings';

const DEFAULT_CONNECTION = 'AzureWebJobsStorage';
/** Suffixes of the settings for identity-based connections. The emulators do not support those. */
const IDENTITY_KEYS = [
  'accountName',
  'serviceUri',
  'blobServiceUri',
  'queueServiceUri',
  'tableServiceUri',
  'accountEndpoint',
];
const DEFAULT_COSMOS_CONNECTION = 'CosmosDB';

export interface Connections {
  /**
   * The connection string of the account.
   * @param name the binding's `connection`; empty or absent = `AzureWebJobsStorage`
   * @throws an error that names the setting when it is missing, or when only an identity-based connection is configured
   */
  connectionString(name?: string): string;
  /**
   * The connection string of the Cosmos DB account.
   * @param name the binding's `connection`; empty or absent = `CosmosDB`
   * @throws as connectionString
   */
  cosmosConnectionString(name?: string): string;
}

export function makeConnections(setting: Setting): Connections {
  const lookUp = (name: string): string | undefined => {
    for (const candidate of [`AzureWebJobs${name}`, name]) {
      const value =
        setting(`ConnectionStrings:${candidate}`) || setting(`ConnectionStrings__${candidate}`) || setting(candidate);
      if (value) return value;
    }
    return undefined;
  };
  const usesIdentity = (name: string) =>
    IDENTITY_KEYS.some((key) => setting(`${name}__${key}`) || setting(`AzureWebJobs${name}__${key}`));

  const find = (connection: string, example: string) => {
    const name = resolveSettings(connection, setting);
    const value = lookUp(name);
    if (value) return value;
    throw new Error(
      usesIdentity(name)
        ? `Connection '${name}' is set up for an identity. The local host needs a connection string: set '${name}', e.g. to ${example}.`
        : `Connection '${name}' has no value. Set '${name}' in local.settings.json or in the environment, e.g. to ${example}.`,
    );
  };

  return {
    connectionString: (connection) => find(connection || DEFAULT_CONNECTION, 'UseDevelopmentStorage=true'),
    cosmosConnectionString(connection) {
      const name = connection || DEFAULT_COSMOS_CONNECTION;
      const value = find(name, `${developmentCosmos} (and start with --cosmos)`);
      if (value.trim() !== developmentCosmos) return value;
      throw new Error(`Connection '${name}' is ${developmentCosmos}: start the host with --cosmos.`);
    },
  };
}
