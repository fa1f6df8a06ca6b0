// Policy: app and storage are reachable for pages of the given origins, and storage with private networking from the given
// addresses only.

import { isDeepStrictEqual } from 'node:util';
import { chosen, ofType, ownName, type Predicted, valueAt } from '../prediction';

const account = 'Microsoft.Storage/storageAccounts';

export function reach(prediction: Predicted): string[] {
  return [
    ...crossOrigin(prediction),
    ...callsFromPages(prediction),
    ...(prediction.parameters.privateNetworking ? shut(prediction) : open(prediction)),
  ];
}

function crossOrigin(prediction: Predicted): string[] {
  const sites = ofType(prediction, 'Microsoft.Web/sites').map(({ name }) => `https://${name}.azurewebsites.net`);
  const wanted = [...sites, ...frontEnds(prediction)];
  return ofType(prediction, `${account}/blobServices`).flatMap((service) => {
    const [rule, another] = (valueAt(service, 'cors.corsRules') as Record<string, unknown>[] | undefined) ?? [];
    const origins = (rule?.allowedOrigins as string[] | undefined) ?? [];
    return [
      ...(rule && !another ? [] : ['Storage has to have one rule for pages of other origins.']),
      ...(isDeepStrictEqual(origins, wanted) ? [] : [`Pages of ${origins} may upload; it has to be ${wanted}.`]),
      ...origins.filter((origin) => !/^https:\/\/[^*]+$/.test(origin)).map((origin) => `${origin} is too open.`),
      ...(isDeepStrictEqual(rule?.allowedMethods, ['PUT']) ? [] : ['A page of another origin may do more than PUT.']),
      ...((rule?.exposedHeaders as string[] | undefined)?.includes('etag')
        ? []
        : ['A page cannot read the ETag of an upload.']),
    ];
  });
}

function frontEnds({ parameters }: Predicted): string[] {
  return (parameters.frontEndOrigins as string[] | undefined) ?? [];
}

/** The platform answers for the app whether a page may call it; the app checks the same list. */
function callsFromPages(prediction: Predicted): string[] {
  const origins = frontEnds(prediction);
  const wanted = { allowedOrigins: origins, supportCredentials: origins.length > 0 };
  const [settings] = ofType(prediction, 'Microsoft.Web/sites/config').filter(({ name }) =>
    name.endsWith('/appsettings'),
  );
  return ofType(prediction, 'Microsoft.Web/sites').flatMap((site) => [
    ...(isDeepStrictEqual(valueAt(site, 'siteConfig.cors'), wanted)
      ? []
      : [`Pages of ${origins} have to be able to call the app with the guest's cookie, and no others.`]),
    ...(settings?.properties?.FRONT_END_ORIGINS === origins.join(',')
      ? []
      : ['FRONT_END_ORIGINS has to be the list that the platform answers with.']),
  ]);
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
  const owner = chosen(prediction).plan === 'flex' ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms';
  const subnets = ofType(prediction, 'Microsoft.Network/virtualNetworks/subnets').filter(
    (one) => ownName(one) === 'app',
  );
  return [
    ...[...storage, ...reachable].map(({ name }) => `${name} answers outside the virtual network.`),
    ...services.filter((service) => !ends.includes(service)).map((service) => `${service} has no private endpoint.`),
    ...subnets
      .filter((subnet) => !JSON.stringify(valueAt(subnet, 'delegations')).includes(owner))
      .map(() => `The subnet of the app has to be delegated to ${owner}.`),
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
