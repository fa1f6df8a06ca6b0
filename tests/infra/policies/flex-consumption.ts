// Policy: no setting or property that the Flex Consumption plan rejects or ignores; functionAppConfig replaces them. Carts and
// orders do not wait for a poll that may be seconds away.

import { chosen, ofType, ownName, type Predicted, type PredictedResource, valueAt } from '../prediction';

const refusedSettings = [
  'ENABLE_ORYX_BUILD',
  'FUNCTIONS_EXTENSION_VERSION',
  'FUNCTIONS_MAX_HTTP_CONCURRENCY',
  'FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED',
  'FUNCTIONS_WORKER_PROCESS_COUNT',
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_WORKER_RUNTIME_VERSION',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'TZ',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTOVERVNET',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_DNS_SERVER',
  'WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_SKIP_CONTENTSHARE_VALIDATION',
  'WEBSITE_TIME_ZONE',
  'WEBSITE_VNET_ROUTE_ALL',
];
/** Properties of siteConfig or of the site itself. */
const refusedProperties = [
  'alwaysOn',
  'containerSize',
  'ftpsState',
  'functionAppScaleLimit',
  'functionsRuntimeScaleMonitoringEnabled',
  'isReserved',
  'isXenon',
  'javaVersion',
  'linuxFxVersion',
  'minimumElasticInstanceCount',
  'netFrameworkVersion',
  'nodeVersion',
  'powerShellVersion',
  'preWarmedInstanceCount',
  'use32BitWorkerProcess',
  'windowsFxVersion',
];

export function flexConsumption(prediction: Predicted): string[] {
  if (chosen(prediction).plan !== 'flex') return [];
  const settings = ofType(prediction, 'Microsoft.Web/sites/config').flatMap(({ properties }) =>
    Object.keys(properties ?? {}).filter((name) => refusedSettings.includes(name.toUpperCase())),
  );
  const sites = ofType(prediction, 'Microsoft.Web/sites');
  const properties = sites.flatMap((site) => {
    const own = Object.keys(site.properties ?? {});
    const config = Object.keys(Object(valueAt(site, 'siteConfig')));
    return [...own, ...config].filter((name) => refusedProperties.includes(name));
  });
  return [
    ...settings.map((name) => `Flex Consumption refuses the setting ${name}.`),
    ...properties.map((name) => `Flex Consumption refuses the property ${name}.`),
    ...(sites.length > 0 ? shape(prediction) : []),
  ];
}

function shape(prediction: Predicted): string[] {
  const faults: string[] = [];
  const [site, another] = ofType(prediction, 'Microsoft.Web/sites');
  const plans = ofType(prediction, 'Microsoft.Web/serverfarms');
  if (!site || another || plans.length !== 1) faults.push('A Flex Consumption plan serves exactly one app.');
  if (plans.some((plan) => plan.sku?.name !== 'FC1')) faults.push('The plan has to be FC1.');
  if (!site) return faults;
  const runtime = JSON.stringify(valueAt(site, 'functionAppConfig.runtime'));
  // Support of 22 ends in April 2027, so only who asks for it gets it.
  const wanted = JSON.stringify({ name: 'node', version: prediction.parameters.nodeVersion ?? '24' });
  if (runtime !== wanted) faults.push(`The runtime has to be ${wanted}, it is ${runtime}.`);
  const storedBy = valueAt(site, 'functionAppConfig.deployment.storage.authentication.type');
  if (storedBy !== 'UserAssignedIdentity') faults.push('The package has to be read by identity.');
  const package_ = String(valueAt(site, 'functionAppConfig.deployment.storage.value'));
  const containers = ofType(prediction, 'Microsoft.Storage/storageAccounts/blobServices/containers').map(ownName);
  if (!containers.some((name) => package_.includes(name))) faults.push('The container of the packages is not made.');
  return [...faults, ...scale(site, prediction)];
}

function scale(site: PredictedResource, prediction: Predicted): string[] {
  const scaling = (path: string) => valueAt(site, `functionAppConfig.scaleAndConcurrency.${path}`);
  const awake = JSON.stringify(scaling('alwaysReady')).includes('"durable"');
  const { cartStore, durableBackend } = chosen(prediction);
  const most = Number(scaling('maximumInstanceCount'));
  return [
    ...(durableBackend === 'scheduler' && !awake
      ? ['With the scheduler one instance has to stay awake: the scaler does not see its work.']
      : []),
    ...(cartStore === 'entity' && !awake
      ? ['Carts in entities wait for a cold start: no instance is always there.']
      : []),
    ...(most <= mostInstances(prediction) ? [] : [`A flood may start ${most} instances.`]),
    ...(Number(scaling('triggers.http.perInstanceConcurrency')) >= 64
      ? []
      : ['Few requests that wait for an order fill an instance (perInstanceConcurrency).']),
  ];
}

/** Each costs 0.19 USD an hour, and budgets only send mails. */
function mostInstances({ file, parameters }: Predicted): number {
  const ofOurs: Record<string, number> = { 'main.bicepparam': 10, 'main.prod.bicepparam': 40 };
  const asked = (parameters.appSize as { maximumInstanceCount?: number } | undefined)?.maximumInstanceCount;
  return ofOurs[file] ?? asked ?? 10;
}
