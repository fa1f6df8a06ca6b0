// Policy: the plan premium has what Flex Consumption has in functionAppConfig, and nothing that needs the storage account's key.

import { chosen, ofType, type Predicted, valueAt } from '../prediction';

/** Without these the platform starts no host, or another one. */
const needed: Record<string, RegExp> = {
  FUNCTIONS_EXTENSION_VERSION: /^~4$/,
  FUNCTIONS_WORKER_RUNTIME: /^node$/,
  WEBSITE_RUN_FROM_PACKAGE: /app-package\/released-package\.zip/,
  WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: /userAssignedIdentities/,
};

export function premium(prediction: Predicted): string[] {
  const [site] = ofType(prediction, 'Microsoft.Web/sites');
  if (!site || chosen(prediction).plan !== 'premium') return [];
  const [plan] = ofType(prediction, 'Microsoft.Web/serverfarms');
  const settings = ofType(prediction, 'Microsoft.Web/sites/config').find(({ name }) => name.endsWith('/appsettings'));
  const setting = (name: string) => String(settings?.properties?.[name] ?? '');
  const isPrivate = prediction.parameters.privateNetworking === true;
  return [
    ...Object.entries(needed)
      .filter(([name, form]) => !form.test(setting(name)))
      .map(([name]) => `The plan premium needs the setting ${name}.`),
    ...Object.keys(settings?.properties ?? {})
      .filter((name) => name.startsWith('WEBSITE_CONTENT'))
      .map((name) => `The setting ${name} needs the key of the storage account.`),
    ...(/^EP[123]$/.test(plan?.sku?.name ?? '') ? [] : ['The plan has to be EP1, EP2 or EP3.']),
    ...(/^Node\|(22|24|26)$/.test(String(valueAt(site, 'siteConfig.linuxFxVersion'))) ? [] : ['No runtime of ours.']),
    ...(Number(valueAt(site, 'siteConfig.minimumElasticInstanceCount')) >= 1 ? [] : ['No instance is always there.']),
    ...(valueAt(site, 'siteConfig.functionsRuntimeScaleMonitoringEnabled') === isPrivate
      ? []
      : ['The scaler does not see queues inside the network (functionsRuntimeScaleMonitoringEnabled).']),
    ...('functionAppConfig' in (site.properties ?? {}) ? ['functionAppConfig belongs to the plan flex.'] : []),
  ];
}
