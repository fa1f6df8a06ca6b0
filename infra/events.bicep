// The last step, after the code: Event Grid asks the webhook whether it wants the events, and its key exists only once the app ran.
// `az deployment group create -g <group> -f infra/events.bicep -p functionAppName=… storageAccountName=… eventTopicName=…`

import { UploadEvents } from 'options.bicep'

param functionAppName string
param storageAccountName string
param eventTopicName string
param uploadEvents UploadEvents = 'blobTrigger'

@description('The blob trigger in src/functions/pictures.ts.')
param functionName string = 'pictureUploaded'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource app 'Microsoft.Web/sites@2024-11-01' existing = { name: functionAppName }

var webhook = {
  endpointType: 'WebHook'
  properties: {
    // The key goes from Azure to Azure: it is in no parameter, no output and no file.
    endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.${functionName}&code=${listKeys('${app.id}/host/default', app.apiVersion).systemKeys.blobs_extension}'
    maxEventsPerBatch: 1
  }
}
var pictureJobs = {
  endpointType: 'StorageQueue'
  properties: { resourceId: account.id, queueName: 'picture-jobs', queueMessageTimeToLiveInSeconds: 604800 }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: eventTopicName

  resource uploads 'eventSubscriptions' = {
    name: 'uploads'
    properties: union(
      {
        eventDeliverySchema: 'EventGridSchema'
        filter: {
          includedEventTypes: ['Microsoft.Storage.BlobCreated']
          // Without this the renditions that the app writes would come back to it as uploads.
          subjectBeginsWith: '/blobServices/default/containers/uploads/blobs/'
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
      uploadEvents == 'queue'
        ? { deliveryWithResourceIdentity: { identity: { type: 'SystemAssigned' }, destination: pictureJobs } }
        : { destination: webhook }
    )
  }
}
