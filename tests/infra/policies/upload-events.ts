// Policy: one event subscription per blob trigger, for new blobs of its container only, with dead-lettering. Picture events
// may go to their queue instead.

import { isDeepStrictEqual } from 'node:util';
import { ofType, ownName, type Predicted, type PredictedResource, valueAt } from '../prediction';

const type = 'Microsoft.EventGrid/systemTopics/eventSubscriptions';

/** @param triggers the container of each blob trigger, by the function's name. */
export function uploadEvents(prediction: Predicted, triggers: ReadonlyMap<string, string>): string[] {
  const subscriptions = ofType(prediction, type);
  if (subscriptions.length === 0) return [];
  const routes = subscriptions.map(route).sort();
  const wanted = [...triggers].map(([name, container]) => {
    const queued = prediction.parameters.uploadEvents === 'queue' && container === 'uploads';
    return `${container} → ${queued ? 'queue picture-jobs' : `function ${name}`}`;
  });
  const same = isDeepStrictEqual(routes, wanted.sort());
  return [
    ...(same ? [] : [`Events go ${routes.join(', ')}; the app's triggers want ${wanted.join(', ')}.`]),
    ...subscriptions.flatMap(lost),
  ];
}

function route(subscription: PredictedResource): string {
  const subject = String(valueAt(subscription, 'filter.subjectBeginsWith'));
  const container = /^\/blobServices\/default\/containers\/([^/]+)\/blobs\/$/.exec(subject)?.[1] ?? subject;
  const queue = valueAt(subscription, 'deliveryWithResourceIdentity.destination.properties.queueName');
  if (queue) return `${container} → queue ${queue}`;
  const url = String(valueAt(subscription, 'destination.properties.endpointUrl'));
  const called = /functionName=Host\.Functions\.'.* '(\w+)'\)\]$/.exec(url)?.[1];
  return `${container} → ${url.includes("'https://") && called ? `function ${called}` : 'nowhere'}`;
}

function lost(subscription: PredictedResource): string[] {
  const deadLetters = valueAt(subscription, 'deadLetterWithResourceIdentity.deadLetterDestination.properties');
  const kinds = JSON.stringify(valueAt(subscription, 'filter.includedEventTypes'));
  return [
    ...(JSON.stringify(deadLetters ?? '').includes('eventgrid-deadletter') ? [] : ['loses its dead letters']),
    ...(kinds === '["Microsoft.Storage.BlobCreated"]' ? [] : [`sends other events than new blobs: ${kinds}`]),
  ].map((fault) => `The subscription ${ownName(subscription)} ${fault}.`);
}
