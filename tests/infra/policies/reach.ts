// Policy: storage is reachable for browsers of the given origins, and with private networking from the given addresses only.

import { isDeepStrictEqual } from 'node:util';
import { ofType, ownName, type Predicted, valueAt } from '../prediction';

const account = 'Microsoft.Storage/storageAccounts';

export function reach(prediction: Predicted): string[] {
  return [
    ...crossOrigin(prediction),
    ...(prediction.parameters.privateNetworking ? shut(prediction) : open(prediction)),
  ];
}

function crossOrigin(prediction: Predicted): string[] {
  const sites = ofType(prediction, 'Microsoft.Web/sites').map(({ name }) => `https://${name}.azurewebsites.net`);
  const wanted = [...sites, ...((prediction.parameters.uploadOrigins as string[] | undefined) ?? [])];
  return ofType(prediction, `${account}/blobServices`).flatMap((service) => {
    const [rule, another] = (valueAt(service, 'cors.corsRules') as Record<string, unknown>[] | undefined) ?? [];
    const origins = (rule?.allowedOrigins as string[] | undefined) ?? [];
    return [
      ...(rule && !another ? [] : ['Storage has to have one rule for pages of other origins.']),
      ...(isDeepStrictEqual(origins, wanted) ? [] : [`Pages of ${origins} may upload; it has to be ${wanted}.`]),
      ...origins.filter((origin) => !/^https:\/\/[^*]+$/.test(origin)).map((origin) => `${origin} is too open.`),
      ...(isDeepStrictEqual(rule?.allowedMethods, ['PUT']) ? [] : ['A page of another origin may do more than PUT.']),
    ];
  });
}

function shut(prediction: Predicted): string[] {
  const addresses = (prediction.parameters.uploadAddresses as string[] | undefined) ?? [];
  const wanted = addresses.length > 0 ? 'Enabled' : 'Disabled';
  const storage = ofType(prediction, account).filter(
    (resource) =>
      valueAt(resource, 'publicNetworkAccess') !== wanted || valueAt(resource, 'networkAcls.defaultAction') !== 'Deny',
  );
  const cosmos = ofType(prediction, 'Microsoft.DocumentDB/databaseAccounts');
  const reachable = cosmos.filter((resource) => valueAt(resource, 'publicNetworkAccess') !== 'Disabled');
  const ends = ofType(prediction, 'Microsoft.Network/privateEndpoints').map(({ name }) => name.split('-')[1]);
  const services = ['blob', 'queue', 'table', ...(cosmos.length > 0 ? ['sql'] : [])];
  const outside = ofType(prediction, 'Microsoft.Web/sites').filter((site) => !valueAt(site, 'virtualNetworkSubnetId'));
  return [
    ...[...storage, ...reachable].map(({ name }) => `${name} answers outside the virtual network.`),
    ...services.filter((service) => !ends.includes(service)).map((service) => `${service} has no private endpoint.`),
    ...outside.map(({ name }) => `${name} is not in the virtual network, so it reaches nothing.`),
    ...['privateDnsZones/virtualNetworkLinks', 'privateEndpoints/privateDnsZoneGroups']
      .filter((type) => ofType(prediction, `Microsoft.Network/${type}`).length !== services.length)
      .map((type) => `Not every private endpoint has its ${type}.`),
  ];
}

function open(prediction: Predicted): string[] {
  return prediction.predictedResources
    .filter(({ type }) => type.startsWith('Microsoft.Network/'))
    .map((resource) => `${ownName(resource)} is paid for although private networking is off.`);
}
