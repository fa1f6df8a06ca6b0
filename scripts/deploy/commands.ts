// Every call of the Azure CLI that a deployment makes, as pure functions: what is printed beforehand is what is run.

import type { DeployOptions, EnvironmentName, Where } from './options';
import type { Deployed } from './outputs';

/** Arguments of one call of `az`. */
export type AzCommand = string[];

/** The file that says how a shop is made. */
export const parameterFiles: Record<EnvironmentName, string> = {
  dev: 'infra/main.bicepparam',
  prod: 'infra/main.prod.bicepparam',
};

/** The names under which Azure keeps the record of these deployments. */
export function deploymentName({ environment }: Where, step: 'resources' | 'events'): string {
  return `cartwright-${environment}-${step}`;
}

export function showAccount({ subscription }: Where): AzCommand {
  return ['account', 'show', ...onlySubscription(subscription), '--output', 'json'];
}

/** Makes or updates the resource group and all that is in it; the template is the same for a preview. */
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

/** What the last deployment of this environment's resources left: its outputs, null when it failed, and its parameters. */
export function showResources(where: Where): AzCommand {
  return [
    ...['deployment', 'sub', 'show', '--name', deploymentName(where, 'resources')],
    ...onlySubscription(where.subscription),
    ...['--query', '{outputs: properties.outputs, parameters: properties.parameters}', '--output', 'json'],
  ];
}

/** The names of the apps in this environment's resource group: there is one, once it was made. */
export function listApps(where: Where): AzCommand {
  return [
    ...['functionapp', 'list', '--resource-group', `rg-${where.environment}`],
    ...onlySubscription(where.subscription),
    ...['--query', '[].name', '--output', 'json'],
  ];
}

/** Flex Consumption takes the package through its one deployment endpoint, which this command calls. */
export function deployCode(where: Where, deployed: Deployed, zip: string): AzCommand {
  return [
    ...['functionapp', 'deployment', 'source', 'config-zip', ...appOf(deployed)],
    ...['--src', zip, '--build-remote', 'false'],
    ...onlySubscription(where.subscription),
    ...['--output', 'none'],
  ];
}

/** The key that the host makes for the blob extension once it has loaded it; prints an empty line before that. */
export function showBlobKey(where: Where, deployed: Deployed): AzCommand {
  return [
    ...['functionapp', 'keys', 'list', ...appOf(deployed)],
    ...onlySubscription(where.subscription),
    ...['--query', 'systemKeys.blobs_extension', '--output', 'tsv'],
  ];
}

/** The key that opens routes of the owner. */
export function showFunctionKey(where: Where, deployed: Deployed): AzCommand {
  return [
    ...['functionapp', 'keys', 'list', ...appOf(deployed)],
    ...onlySubscription(where.subscription),
    ...['--query', 'functionKeys.default', '--output', 'tsv'],
  ];
}

/** The settings of the app that runs, secrets included: their values are never printed. */
export function showSettings(where: Where, functionApp: string): AzCommand {
  return [
    ...['functionapp', 'config', 'appsettings', 'list'],
    ...['--resource-group', `rg-${where.environment}`, '--name', functionApp],
    ...onlySubscription(where.subscription),
    ...['--output', 'json'],
  ];
}

/** Parameters of infra/events.bicep, by what they are here. */
export const eventsParameters = {
  functionAppName: 'functionApp',
  storageAccountName: 'storageAccount',
  eventTopicName: 'eventTopic',
  uploadEvents: 'uploadEvents',
} as const satisfies Record<string, keyof Deployed>;

/** Subscribes the app to the storage account's events; the template reads the key by itself. */
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

/** A preview is for people, and asks for no more than who may read; the outputs of a deployment are for us. */
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
