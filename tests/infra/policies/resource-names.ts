// Policy: resource names are valid in Azure, resources have the environment's tag, and no option changes a name, because a
// renamed resource is a new one.

import { ofType, ownName, type Predicted, type PredictedResource } from '../prediction';

/** Azure's naming rules. */
const rules: Record<string, RegExp> = {
  'Microsoft.Resources/resourceGroups': /^[\w.()-]{0,89}[\w()-]$/,
  'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
  'Microsoft.Storage/storageAccounts/blobServices/containers': /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'Microsoft.Storage/storageAccounts/queueServices/queues': /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'Microsoft.Storage/storageAccounts/tableServices/tables': /^[A-Za-z][A-Za-z0-9]{2,62}$/,
  'Microsoft.Web/sites': /^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$/,
  'Microsoft.Web/serverfarms': /^[A-Za-z0-9-]{1,60}$/,
  'Microsoft.DocumentDB/databaseAccounts': /^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/,
  'Microsoft.DurableTask/schedulers': /^[A-Za-z0-9-]{3,64}$/,
  'Microsoft.DurableTask/schedulers/taskHubs': /^[A-Za-z0-9-]{3,64}$/,
  'Microsoft.EventGrid/systemTopics': /^[A-Za-z0-9-]{3,128}$/,
  'Microsoft.OperationalInsights/workspaces': /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
  'Microsoft.ManagedIdentity/userAssignedIdentities': /^[A-Za-z0-9][\w-]{2,127}$/,
  'Microsoft.Network/virtualNetworks': /^[A-Za-z0-9][\w.-]{0,62}\w$/,
  'Microsoft.Network/privateEndpoints': /^[A-Za-z0-9][\w.-]{0,62}\w$/,
};

export function resourceNames(prediction: Predicted): string[] {
  const resources = prediction.predictedResources;
  const invalid = resources.filter((resource) => rules[resource.type]?.test(ownName(resource)) === false);
  const keys = resources.map(({ type, id }) => `${type} ${id}`);
  const environment = prediction.parameters.environmentName;
  const untagged = resources.filter((resource) => resource.location && resource.tags?.['azd-env-name'] !== environment);
  return [
    ...invalid.map(({ type, name }) => `${name} is no name for a ${type}.`),
    ...keys.filter((key, index) => keys.indexOf(key) < index).map((key) => `There are two of ${key}.`),
    ...untagged.map(({ name }) => `${name} lacks the tag azd-env-name of its environment.`),
  ];
}

/** @returns a line for each resource of the first prediction whose name differs in the second, which has more options on. */
export function renamed(least: Predicted, most: Predicted): string[] {
  const key = ({ type, name }: PredictedResource) => `${type} ${name}`;
  const kept = new Set(most.predictedResources.map(key));
  return least.predictedResources
    .map(key)
    .filter((name) => !kept.has(name))
    .map((name) => `${name} is called otherwise, or gone, when options are switched on.`);
}

/** @returns the faults of the tag by which azd finds the app, whose service in azure.yaml is `service`. */
export function serviceTag(prediction: Predicted, service: string): string[] {
  return ofType(prediction, 'Microsoft.Web/sites')
    .filter(({ tags }) => tags?.['azd-service-name'] !== service)
    .map(({ name }) => `${name} has to carry the tag azd-service-name: ${service}, as azure.yaml calls it.`);
}
