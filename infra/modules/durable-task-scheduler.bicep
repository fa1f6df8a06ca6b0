// The Durable Task Scheduler as the backend of orchestrations and entities, for shops that outgrow Azure Storage.
// It does not support private endpoints yet; every caller needs a role on the task hub.

import { SchedulerSku } from '../options.bicep'

param name string
param location string
param tags { *: string }
param appPrincipalId string
param userPrincipalId string
param sku SchedulerSku
param capacity int

var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: sku == 'Dedicated' ? { name: sku, capacity: capacity } : { name: sku }
    // Required.
    ipAllowlist: ['0.0.0.0/0']
  }

  // Same name as extensions.durableTask.hubName in host.json.
  resource taskHub 'taskHubs' = { name: 'Cartwright' }
}

resource appAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::taskHub.id, appPrincipalId, durableTaskDataContributor)
  scope: scheduler::taskHub
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}

resource userAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(userPrincipalId)) {
  name: guid(scheduler::taskHub.id, userPrincipalId, durableTaskDataContributor)
  scope: scheduler::taskHub
  properties: {
    principalId: userPrincipalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}

output endpoint string = scheduler.properties.endpoint
