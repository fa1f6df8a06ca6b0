// Every Azure CLI command of a deployment, as pure functions, so that the plan shows exactly what will run.

import type { DeployOptions, EnvironmentName, Where } from './options';
import type { Deployed } from './outputs';

/** Arguments of one `az` call. */
export type AzCommand = string[];

/** The parameter file of each environment. */
export const parameterFiles: Record<EnvironmentName, string> = {
  dev: 'infra/main.bicepparam',
  prod: 'infra/main.prod.bicepparam',
};

/** The name of the deployment in Azure. */
export function deploymentName({ environment }: Where, step: 'resources' | 'events'): string {
  return `cartwright-${environment}-${step}`;
}

export function showAccount({ subscription }: Where): AzCommand {
  return ['account', 'show', ...onlySubscription(subscription), '--output', 'json'];
}

/** Creates or updates the resource group and everything in it, or previews that. */
export function deployResources(options: DeployOptions, verb: 'create' | 'what-if'): AzCommand {
  return [
    ...['deployment', 'sub', verb],
    ...['--name', deploymentName(options, 'resources')],
    ...['--location', options.location],
    ...['--template-file', 'infra/main.bicep'],
    ...['--parameters', parameterFiles[options.environment]],
    ...end(options, verb),
  ];
}

/** The outputs (null when it failed) and parameters of the environment's last resource deployment. */
export function showResources(where: Where): AzCommand {
  return [
    ...['deployment', 'sub', 'show', '--name', deploymentName(where, 'resources')],
    ...onlySubscription(where.subscription),
    ...['--query', '{outputs: properties.outputs, parameters: properties.parameters}', '--output', 'json'],
  ];
}

/** The names of the apps in the environment's resource group: one, once it has been created. */
export function listApps(where: Where): AzCommand {
  return [
    ...['functionapp', 'list', '--resource-group', `rg-${where.environment}`],
    ...onlySubscription(where.subscription),
    ...['--query', '[].name', '--output', 'json'],
  ];
}

/** This command calls the only deployment endpoint that Flex Consumption has. */
export function deployCode(where: Where, deployed: Deployed, zip: string): AzCommand {
  return [
    ...['functionapp', 'deployment', 'source', 'config-zip', ...appOf(deployed)],
    ...['--src', zip, '--build-remote', 'false'],
    ...onlySubscription(where.subscription),
    ...['--output', 'none'],
  ];
}

/** The key that the host creates once it has loaded the blob extension; until then it prints an empty line. */
export function showBlobKey(where: Where, deployed: Deployed): AzCommand {
  return [
    ...['functionapp', 'keys', 'list', ...appOf(deployed)],
    ...onlySubscription(where.subscription),
    ...['--query', 'systemKeys.blobs_extension', '--output', 'tsv'],
  ];
}

/** The function key for the owner's routes. */
export function showFunctionKey(where: Where, deployed: Deployed): AzCommand {
  return [
    ...['functionapp', 'keys', 'list', ...appOf(deployed)],
    ...onlySubscription(where.subscription),
    ...['--query', 'functionKeys.default', '--output', 'tsv'],
  ];
}

/** The running app's settings, including secrets: never print the values. */
export function showSettings(where: Where, functionApp: string): AzCommand {
  return [
    ...['functionapp', 'config', 'appsettings', 'list'],
    ...['--resource-group', `rg-${where.environment}`, '--name', functionApp],
    ...onlySubscription(where.subscription),
    ...['--output', 'json'],
  ];
}

/** Parameters of infra/events.bicep, mapped to fields of `Deployed`. */
export const eventsParameters = {
  functionAppName: 'functionApp',
  storageAccountName: 'storageAccount',
  eventTopicName: 'eventTopic',
  uploadEvents: 'uploadEvents',
} as const satisfies Record<string, keyof Deployed>;

/** Subscribes the app to the storage account's events; the template reads the key itself. */
export function deployEvents(options: DeployOptions, deployed: Deployed, verb: 'create' | 'what-if'): AzCommand {
  return [
    ...['deployment', 'group', verb],
    ...['--name', deploymentName(options, 'events')],
    ...['--resource-group', deployed.resourceGroup],
    ...['--template-file', 'infra/events.bicep'],
    '--parameters',
    ...Object.entries(eventsParameters).map(([name, of]) => `${name}=${deployed[of]}`),
    ...end(options, verb),
  ];
}

function appOf({ resourceGroup, functionApp }: Deployed): AzCommand {
  return ['--resource-group', resourceGroup, '--name', functionApp];
}

/** A preview needs read permission only, and its output is for people; a deployment's outputs are parsed. */
function end({ subscription }: DeployOptions, verb: 'create' | 'what-if'): AzCommand {
  const own = {
    create: ['--query', 'properties.outputs', '--output', 'json'],
    'what-if': ['--validation-level', 'ProviderNoRbac'],
  };
  return [...onlySubscription(subscription), ...own[verb]];
}

function onlySubscription(subscription: string | undefined): AzCommand {
  return subscription === undefined ? [] : ['--subscription', subscription];
}
