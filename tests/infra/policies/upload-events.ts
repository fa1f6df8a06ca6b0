// The subscription to uploads: nothing but uploads, to a function or a queue that exists, and no event is lost in silence.

import type { StorageNames } from '../names-in-code';
import { ofType, type Predicted, valueAt } from '../prediction';

const type = 'Microsoft.EventGrid/systemTopics/eventSubscriptions';

/** @param blobTriggers the names of the app's blob triggers. */
export function uploadEvents(prediction: Predicted, inCode: StorageNames, blobTriggers: readonly string[]): string[] {
  return ofType(prediction, type).flatMap((subscription) => {
    const filter = JSON.stringify(valueAt(subscription, 'filter'));
    const container = /containers\/([^/]+)\/blobs\//.exec(filter)?.[1] ?? '';
    const deadLetters = valueAt(subscription, 'deadLetterWithResourceIdentity.deadLetterDestination.properties');
    const faults: string[] = [];
    if (!filter.includes('"Microsoft.Storage.BlobCreated"]')) faults.push('Events other than a new blob are sent.');
    if (container !== 'uploads' || !inCode.containers.has(container)) faults.push(`Events of "${container}" are sent.`);
    if (!JSON.stringify(deadLetters ?? '').includes('eventgrid-deadletter')) faults.push('Dead letters are lost.');
    const url = String(valueAt(subscription, 'destination.properties.endpointUrl') ?? '');
    const queue = String(valueAt(subscription, 'deliveryWithResourceIdentity.destination.properties.queueName') ?? '');
    const name = /'(\w+)', listKeys/.exec(url)?.[1] ?? '';
    const byWebhook = url.startsWith("[format('https://") && blobTriggers.includes(name);
    if (!byWebhook && !inCode.queues.has(queue)) faults.push(`Events go nowhere: ${url || queue || 'no destination'}.`);
    return faults;
  });
}
