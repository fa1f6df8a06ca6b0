// The roles of the app's identity, each on one resource. A person or group can get data roles too: shared keys are disabled, so
// otherwise nobody could inspect a queue. Not on all containers: two hold the host's secrets and the code.

import { Plan } from '../options.bicep'
import { containersOfTheShop } from 'storage.bicep'

param storageAccountName string
param applicationInsightsName string
param appPrincipalId string
param userPrincipalId string
param plan Plan

// Blob owner, not contributor: the Functions host and the deployment container require it.
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = { name: applicationInsightsName }

resource appOnStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobDataOwner, queueDataContributor, tableDataContributor]: {
    name: guid(account.id, appPrincipalId, role)
    scope: account
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource appOnTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, appPrincipalId, monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

// Queues and tables on the whole account: those of the task hub show why an order is stuck.
resource userOnStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [queueDataContributor, tableDataContributor]: if (!empty(userPrincipalId)) {
    name: guid(account.id, userPrincipalId, role)
    scope: account
    properties: {
      principalId: userPrincipalId
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource shopContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for name in containersOfTheShop: { name: '${storageAccountName}/default/${name}' }
]

resource userOnContainers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, i) in containersOfTheShop: if (!empty(userPrincipalId)) {
    name: guid(shopContainers[i].id, userPrincipalId, blobDataContributor)
    scope: shopContainers[i]
    properties: {
      principalId: userPrincipalId
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    }
  }
]

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  name: '${storageAccountName}/default/app-package'
}

// The plan premium has no deployment endpoint that works without shared keys: whoever deploys writes the package.
resource deployerOnPackages 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (plan == 'premium') {
  name: guid(packages.id, deployer().objectId, blobDataContributor)
  scope: packages
  properties: {
    principalId: deployer().objectId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}
