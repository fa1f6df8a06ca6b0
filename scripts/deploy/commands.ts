// Every Azure CLI command of a deployment, as pure functions, so that the plan shows exactly what will run.

import type { DeployOptions, EnvironmentName, Located, Where } from './options';
import type { Deployed } from './outputs';

/** The blob that infra/modules/function-app.bicep names for the plan premium. */
export const packageName = 'released-package.zip';

/** Arguments of one `az` call. */
export type AzCommand = string[];

/** An environment by any name, as azd has them. */
export interface Named {
  environment: string;
  subscription?: string;
}

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
export function deployResources(options: Located, verb: 'create' | 'what-if'): AzCommand {
  return [
    ...['deployment', 'sub', verb],
    ...['--name', deploymentName(options, 'resources')],
    ...['--location', options.recordLocation],
    ...['--template-file', 'infra/main.bicep'],
    ...['--parameters', parameterFiles[options.environment]],
    ...end(options, verb),
  ];
}

/** The region and the outputs (null when it failed) of the environment's last resource deployment. */
export function showResources(where: Where): AzCommand {
  return [
    ...['deployment', 'sub', 'show', '--name', deploymentName(where, 'resources')],
    ...onlySubscription(where.subscription),
    ...['--query', '{location: location, outputs: properties.outputs}', '--output', 'json'],
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

/** The region of the environment's resource group. */
export function showGroup({ environment, subscription }: Named): AzCommand {
  return [
    ...['group', 'show', '--name', `rg-${environment}`, ...onlySubscription(subscription)],
    ...['--query', '{location: location}', '--output', 'json'],
  ];
}

/** The start of the budget that infra/modules/budget.bicep makes. */
export function showBudget({ environment, subscription }: Named): AzCommand {
  return [
    ...['resource', 'show', '--resource-group', `rg-${environment}`, '--name', 'monthly'],
    ...['--resource-type', 'Microsoft.Consumption/budgets', '--api-version', '2024-08-01'],
    ...onlySubscription(subscription),
    ...['--query', '{startDate: properties.timePeriod.startDate}', '--output', 'json'],
  ];
}

/** The Node versions that Flex Consumption has in a region. */
export function listNodeVersions({ location, subscription }: Located): AzCommand {
  return [
    ...['functionapp', 'list-flexconsumption-runtimes', '--location', location, '--runtime', 'node'],
    ...onlySubscription(subscription),
    ...['--query', '[].version', '--output', 'json'],
  ];
}

/** A template registers the providers of its own resources; the network's subnet needs one that it has no resource of. */
export function registerAppProvider({ subscription }: Where): AzCommand {
  return ['provider', 'register', '--namespace', 'Microsoft.App', '--wait', ...onlySubscription(subscription)];
}

/** In the order in which they run. */
export function deployCode(where: Where, deployed: Deployed, zip: string): AzCommand[] {
  return deployed.plan === 'premium' ? deployToPremium(where, deployed, zip) : [deployToFlex(where, deployed, zip)];
}

/** This command calls the only deployment endpoint that Flex Consumption has. */
function deployToFlex(where: Where, deployed: Deployed, zip: string): AzCommand {
  return [
    ...['functionapp', 'deployment', 'source', 'config-zip', ...appOf(deployed)],
    ...['--src', zip, '--build-remote', 'false'],
    ...onlySubscription(where.subscription),
    ...['--output', 'none'],
  ];
}

/** The plan premium runs the package that is in storage; a restart loads it, and the last call tells the scaler its triggers. */
function deployToPremium(where: Where, deployed: Deployed, zip: string): AzCommand[] {
  const { subscription } = where;
  return [
    [
      ...['storage', 'blob', 'upload', '--auth-mode', 'login', '--account-name', deployed.storageAccount],
      ...['--container-name', 'app-package', '--name', packageName, '--file', zip, '--overwrite', 'true'],
      ...onlySubscription(subscription),
      ...['--output', 'none'],
    ],
    ['functionapp', 'restart', ...appOf(deployed), ...onlySubscription(subscription)],
    [
      ...['resource', 'invoke-action', '--action', 'syncfunctiontriggers', ...appOf(deployed)],
      ...['--resource-type', 'Microsoft.Web/sites', '--api-version', '2024-11-01'],
      ...onlySubscription(subscription),
      ...['--output', 'none'],
    ],
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
