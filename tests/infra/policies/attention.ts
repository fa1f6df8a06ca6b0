// Policies: everything that needs attention raises an alert, every alert has a recipient, and disabled options cost nothing.

import { chosen, ofType, type Predicted, valueAt } from '../prediction';

const logAlerts = ['poison', 'failed-orchestration', 'http-5xx'];

export function attention(prediction: Predicted): string[] {
  if (ofType(prediction, 'Microsoft.Web/sites').length === 0) return [];
  const { parameters } = prediction;
  const rules = ofType(prediction, 'Microsoft.Insights/scheduledQueryRules');
  const metrics = ofType(prediction, 'Microsoft.Insights/metricAlerts');
  const names = [...rules, ...metrics].map(({ name }) => name.slice(0, name.lastIndexOf('-')));
  const wanted = [...logAlerts, 'dead-letters', ...(chosen(prediction).cartStore === 'cosmos' ? ['cosmos-429'] : [])];
  const [group] = ofType(prediction, 'Microsoft.Insights/actionGroups');
  const silent = [...rules, ...metrics].filter(
    (alert) => !group || !JSON.stringify(valueAt(alert, 'actions')).includes(group.id),
  );
  const told = group ? JSON.stringify(valueAt(group, 'emailReceivers')) : '';
  const budgets = ofType(prediction, 'Microsoft.Consumption/budgets').length;
  return [
    ...wanted.filter((name) => !names.includes(name)).map((name) => `The alert ${name} is missing.`),
    ...names.filter((name) => !wanted.includes(name)).map((name) => `The alert ${name} is paid for nothing.`),
    ...silent.map(({ name }) => `The alert ${name} tells nobody.`),
    ...rules.filter((rule) => valueAt(rule, 'skipQueryValidation') !== true).map(unready),
    ...(parameters.alertEmail && !told.includes(String(parameters.alertEmail)) ? ['Alerts go to nobody.'] : []),
    ...(budgets === (Number(parameters.monthlyBudget ?? 0) > 0 ? 1 : 0) ? [] : ['The budget is not as wanted.']),
  ];
}

function unready({ name }: { name: string }): string {
  return `The alert ${name} is refused in a new workspace, whose tables do not exist yet (skipQueryValidation).`;
}

/** @returns the resources of a shop with every option off that cost money without customers. */
export function idleCosts(prediction: Predicted): string[] {
  // Serverless Cosmos DB is not among them: it bills requests and storage.
  const paid = ['Microsoft.Network/', 'Microsoft.DurableTask/', 'Microsoft.KeyVault/'];
  const awake = ofType(prediction, 'Microsoft.Web/sites').filter(
    (site) => JSON.stringify(valueAt(site, 'functionAppConfig.scaleAndConcurrency.alwaysReady')) !== '[]',
  );
  return [
    ...prediction.predictedResources
      .filter(({ type }) => paid.some((start) => type.startsWith(start)))
      .map(({ name }) => `${name} costs money without an option that asks for it.`),
    ...awake.map(({ name }) => `${name} never sleeps.`),
  ];
}
