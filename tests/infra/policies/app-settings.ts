// Policy: the template sets exactly the app settings that src/config.ts reads, with none missing and none unknown.

import { readConfig } from '../../../src/config';
import { namesThatConfigReads } from '../../helpers/names-that-config-reads';
import { ofType, type Predicted } from '../prediction';

/** Read by the platform or by a library, not by config.ts. */
const readByOthers: Record<string, string> = {
  AzureWebJobsDisableHomepage: 'the host: `/` is a route of the app',
  AzureWebJobsStorage__credential: 'the host: how it signs in to storage',
  APPLICATIONINSIGHTS_CONNECTION_STRING: 'the host: where telemetry goes',
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'the host: as which identity it is sent',
  COSMOS__credential: 'the convention of identity-based connections',
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'the durable extension: where the scheduler is',
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'the host, in place of host.json',
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName:
    'the host, in place of host.json',
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount: 'the host, in place of host.json',
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval:
    'the host, in place of host.json',
  SIGN_IN_SECRET: 'the platform, which signs customers in',
  FUNCTIONS_EXTENSION_VERSION: 'the plan premium: which host runs the app',
  FUNCTIONS_WORKER_RUNTIME: 'the plan premium: the language of the app',
  WEBSITE_RUN_FROM_PACKAGE: 'the plan premium: where the code is',
  WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: 'the plan premium: as which identity it is read',
};
/** Azure sets these itself. */
const setByAzure = { WEBSITE_HOSTNAME: 'shop.azurewebsites.net', WEBSITE_AUTH_ENABLED: 'False' };

export function appSettings(prediction: Predicted): string[] {
  const configs = ofType(prediction, 'Microsoft.Web/sites/config').filter(({ name }) => name.endsWith('/appsettings'));
  return configs.flatMap(({ properties = {} }) => {
    const known = namesThatConfigReads();
    const strangers = Object.keys(properties).filter((name) => !known.has(name) && !(name in readByOthers));
    return [
      ...strangers.map((name) => `The setting ${name} is given to the app, which does not know it.`),
      ...Object.keys(setByAzure)
        .filter((name) => name in properties)
        .map((name) => `The setting ${name} is Azure's own.`),
      ...faultsOfConfig({ ...resolved(properties, prediction.parameters), ...setByAzure }, containersOf(prediction)),
    ];
  });
}

/** `database/container` of each container of Cosmos DB. */
function containersOf(prediction: Predicted): string[] {
  const containers = ofType(prediction, 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers');
  return containers.map(({ name }) => name.split('/').slice(1).join('/'));
}

function faultsOfConfig(settings: NodeJS.ProcessEnv, cosmosContainers: string[]): string[] {
  try {
    const { storage, pictures, cartStore } = readConfig(settings);
    const carts = cartStore.kind === 'cosmos' ? `${cartStore.database}/${cartStore.container}` : undefined;
    const byKey = cartStore.kind === 'cosmos' && 'connectionString' in cartStore.account;
    return [
      ...('accountName' in storage ? [] : ['The app would reach storage by a connection string.']),
      ...('clientId' in storage ? [] : ['The app would try every way to sign in to storage.']),
      ...(cartStore.kind === 'entity' || 'clientId' in cartStore.account
        ? []
        : ['The app would try every way to sign in to Cosmos DB.']),
      ...(byKey ? ['The app would reach Cosmos DB by a connection string.'] : []),
      ...(carts === undefined || cosmosContainers.includes(carts)
        ? []
        : [`The app keeps carts in ${carts}, which is not made.`]),
      ...(pictures.eventSource === 'EventGrid' ? [] : ['PICTURE_EVENT_SOURCE has to be EventGrid in Azure.']),
    ];
  } catch (error) {
    return [String(error)];
  }
}

/** The settings as the app would see them, with parameter values, and a placeholder for what only Azure knows. */
function resolved(properties: Record<string, unknown>, parameters: Record<string, unknown>): NodeJS.ProcessEnv {
  const entries = Object.entries(properties).map(([name, value]) => {
    const text = String(value);
    const parameter = /^\[parameters\('(\w+)'\)\]$/.exec(text)?.[1];
    if (parameter) return [name, String(parameters[parameter])];
    return [name, text.startsWith('[') ? 'only-azure-knows' : text];
  });
  return Object.fromEntries(entries) as NodeJS.ProcessEnv;
}
