// The Event Grid topic of the storage account, with a system-assigned identity: storage behind a firewall trusts no other.
// Created long before its subscription (events.bicep), so that its roles have propagated by then.

import { UploadEvents } from '../options.bicep'

param name string
param location string
param tags { *: string }
param storageAccountName string
param uploadEvents UploadEvents

var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataMessageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName

  resource queueService 'queueServices' existing = {
    name: 'default'

    resource pictureJobs 'queues' existing = { name: 'picture-jobs' }
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { source: account.id, topicType: 'Microsoft.Storage.StorageAccounts' }
}

// On the whole account, as Event Grid requires: a dead letter that is refused is lost silently. On the queue a narrow role is
// safe: a refused event becomes a dead letter, which raises an alert.
resource deadLetterWriter 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, topic.id, blobDataContributor)
  scope: account
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

resource jobSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (uploadEvents == 'queue') {
  name: guid(account::queueService::pictureJobs.id, topic.id, queueDataMessageSender)
  scope: account::queueService::pictureJobs
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queueDataMessageSender)
  }
}
