// The app on the plan premium, which always bills an instance. HTTP and orchestrations share instances, so that a message
// between them waits for no poll of another instance.

import { AppSize, NodeVersion } from '../options.bicep'

param name string
param planName string
param location string
param tags { *: string }
param nodeVersion NodeVersion
param size AppSize
param identityName string
@description('Empty: the app is not in a virtual network.')
param subnetId string
param frontEndOrigins string[]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }

var maximum = size.?maximumInstanceCount ?? 10
var minimum = max(1, max(size.?alwaysReadyHttp ?? 0, size.?alwaysReadyDurable ?? 0))
// A network that only the app is in hides the queues from the platform's scaler; then the app itself asks for instances.
var isPrivate = !empty(subnetId)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'elastic'
  sku: { name: size.?premiumSku ?? 'EP1', tier: 'ElasticPremium' }
  properties: { reserved: true, maximumElasticWorkerCount: max(maximum, minimum) }
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
    virtualNetworkSubnetId: isPrivate ? subnetId : null
    siteConfig: {
      linuxFxVersion: 'Node|${nodeVersion}'
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      minimumElasticInstanceCount: minimum
      functionAppScaleLimit: maximum
      functionsRuntimeScaleMonitoringEnabled: isPrivate
      vnetRouteAllEnabled: isPrivate
      cors: { allowedOrigins: frontEndOrigins, supportCredentials: !empty(frontEndOrigins) }
    }
  }
}

output url string = 'https://${app.properties.defaultHostName}'
