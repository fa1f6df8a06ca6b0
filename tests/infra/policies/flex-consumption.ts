// Policy: no setting or property that the Flex Consumption plan rejects or ignores; functionAppConfig replaces them.

import { ofType, ownName, type Predicted, valueAt } from '../prediction';

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
  if (!/"name":"node","version":"(22|24)"/.test(runtime)) faults.push(`No runtime of ours: ${runtime}.`);
  const package_ = String(valueAt(site, 'functionAppConfig.deployment.storage.value'));
  const containers = ofType(prediction, 'Microsoft.Storage/storageAccounts/blobServices/containers').map(ownName);
  if (!containers.some((name) => package_.includes(name))) faults.push('The container of the packages is not made.');
  const awake = JSON.stringify(valueAt(site, 'functionAppConfig.scaleAndConcurrency.alwaysReady'));
  if (prediction.parameters.durableBackend === 'scheduler' && !awake.includes('"durable"')) {
    faults.push('With the scheduler one instance has to stay awake: the scaler does not see its work.');
  }
  return faults;
}
