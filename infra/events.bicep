// Deployed last, after the code: Event Grid validates the webhook, whose key exists only once the app has run.
// `az deployment group create -g <group> -f infra/events.bicep -p functionAppName=… storageAccountName=… eventTopicName=…`

import { UploadEvents } from 'options.bicep'

param functionAppName string
param storageAccountName string
param eventTopicName string
param uploadEvents UploadEvents = 'blobTrigger'

// The blob triggers in src/functions, each with its container.
var triggers = [
  { function: 'pictureUploaded', container: 'uploads' }
  { function: 'catalogUploaded', container: 'catalog-uploads' }
]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource app 'Microsoft.Web/sites@2024-11-01' existing = { name: functionAppName }

// The key never leaves Azure: it is in no parameter, output or file.
var webhook = 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?code=${listKeys('${app.id}/host/default', app.apiVersion).systemKeys.blobs_extension}&functionName=Host.Functions.'
var pictureJobs = {
  deliveryWithResourceIdentity: {
    identity: { type: 'SystemAssigned' }
    destination: {
      endpointType: 'StorageQueue'
      properties: { resourceId: account.id, queueName: 'picture-jobs', queueMessageTimeToLiveInSeconds: 604800 }
    }
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: eventTopicName

  resource subscription 'eventSubscriptions' = [
    for trigger in triggers: {
      name: trigger.container
      properties: union(
        {
          eventDeliverySchema: 'EventGridSchema'
          filter: {
            includedEventTypes: ['Microsoft.Storage.BlobCreated']
            // Otherwise the renditions that the app writes would be reported to it as uploads.
            subjectBeginsWith: '/blobServices/default/containers/${trigger.container}/blobs/'
          }
          retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
          deadLetterWithResourceIdentity: {
            identity: { type: 'SystemAssigned' }
            deadLetterDestination: {
              endpointType: 'StorageBlob'
              properties: { resourceId: account.id, blobContainerName: 'eventgrid-deadletter' }
            }
          }
        },
        uploadEvents == 'queue' && trigger.container == 'uploads'
          ? pictureJobs
          : {
              destination: {
                endpointType: 'WebHook'
                properties: { endpointUrl: '${webhook}${trigger.function}', maxEventsPerBatch: 1 }
              }
            }
      )
    }
  ]
}
