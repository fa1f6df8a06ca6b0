// The app on Flex Consumption, which costs nothing while idle. Runtime, package and scale are in functionAppConfig; this plan
// rejects the equivalent app settings of other plans.

import { AppSize, NodeVersion } from '../options.bicep'

param name string
param planName string
param location string
param tags { *: string }
param nodeVersion NodeVersion
param size AppSize
param identityName string
param storageAccountName string
@description('Empty: the app is not in a virtual network.')
param subnetId string
param frontEndOrigins string[]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }

var alwaysReady = [
  { name: 'http', instanceCount: size.?alwaysReadyHttp ?? 0 }
  { name: 'durable', instanceCount: size.?alwaysReadyDurable ?? 0 }
]

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      cors: { allowedOrigins: frontEndOrigins, supportCredentials: !empty(frontEndOrigins) }
    }
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}app-package'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: size.?instanceMemoryMB ?? 2048
        maximumInstanceCount: size.?maximumInstanceCount ?? 10
        alwaysReady: filter(alwaysReady, group => group.instanceCount > 0)
        // Requests that wait for an order each take a place; the default of 16 would start an instance for every 16 of them.
        triggers: { http: { perInstanceConcurrency: size.?httpConcurrency ?? 64 } }
      }
    }
  }
}

output url string = 'https://${app.properties.defaultHostName}'
