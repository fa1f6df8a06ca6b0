// Policy: the task hub. Where an instance for orchestrations is always there it polls every one or two seconds, so that a request
// does not wait long for one; the number of partitions is stated, because a hub keeps its first one.

import { chosen, ofType, type Predicted } from '../prediction';

const provider = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__';

export function taskHub(prediction: Predicted): string[] {
  const { plan, durableBackend, alwaysReadyDurable, partitionCount } = chosen(prediction);
  const settings = ofType(prediction, 'Microsoft.Web/sites/config').find(({ name }) => name.endsWith('/appsettings'));
  if (!settings) return [];
  const setting = (name: string) => settings.properties?.[`${provider}${name}`];
  if (durableBackend === 'scheduler') return scheduler(prediction);
  const awake = plan === 'premium' || alwaysReadyDurable > 0;
  const poll = setting('maxQueuePollingInterval');
  return [
    ...(setting('partitionCount') === String(partitionCount)
      ? []
      : [`The hub has to have ${partitionCount} partitions.`]),
    ...(awake && !/^00:00:0[12]$/.test(String(poll)) ? ['Requests wait for a poll: maxQueuePollingInterval.'] : []),
    ...(!awake && poll !== undefined ? ['An instance that may sleep is kept awake by its polls.'] : []),
  ];
}

function scheduler(prediction: Predicted): string[] {
  const { schedulerSku = 'Consumption', schedulerCapacity = 1 } = prediction.parameters;
  return ofType(prediction, 'Microsoft.DurableTask/schedulers').flatMap(({ properties }) => {
    const sku = JSON.stringify(properties?.sku);
    const wanted =
      schedulerSku === 'Dedicated' ? { name: schedulerSku, capacity: schedulerCapacity } : { name: schedulerSku };
    return sku === JSON.stringify(wanted) ? [] : [`The scheduler has to be ${JSON.stringify(wanted)}, it is ${sku}.`];
  });
}
