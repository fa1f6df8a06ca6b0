// Private endpoints for storage and Cosmos DB. Loops run over literals: if a loop's length depends on another module's output,
// what-if cannot predict the module.

import { Plan } from '../options.bicep'

param name string
param location string
param tags { *: string }
param storageAccountName string
param cosmosAccountName string
param withCosmos bool
param plan Plan

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: cosmosAccountName }

var groups = withCosmos ? ['blob', 'queue', 'table', 'Sql'] : ['blob', 'queue', 'table']
var zoneNames = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  #disable-next-line no-hardcoded-env-urls
  Sql: 'privatelink.documents.azure.com'
}

// The service that puts instances of the app into the subnet. The provider Microsoft.App has to be registered for it.
var delegations = { flex: 'Microsoft.App/environments', premium: 'Microsoft.Web/serverFarms' }

resource vnet 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } }

  resource endpoints 'subnets' = {
    name: 'private-endpoints'
    properties: { addressPrefix: '10.0.1.0/24', privateEndpointNetworkPolicies: 'Disabled' }
  }

  resource app 'subnets' = {
    name: 'app'
    properties: {
      addressPrefix: '10.0.2.0/24'
      delegations: [{ name: plan, properties: { serviceName: delegations[plan] } }]
    }
    // Creating two subnets at once causes a conflict.
    dependsOn: [endpoints]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for group in groups: {
    name: zoneNames[group]
    #disable-next-line no-hardcoded-location
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (group, i) in groups: {
    parent: zone[i]
    name: 'vnet'
    #disable-next-line no-hardcoded-location
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: vnet.id } }
  }
]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for group in groups: {
    name: 'pe-${toLower(group)}-${name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: vnet::endpoints.id }
      privateLinkServiceConnections: [
        {
          name: group
          properties: {
            privateLinkServiceId: group == 'Sql' ? cosmos.id : account.id
            groupIds: [group]
          }
        }
      ]
    }
  }
]

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (group, i) in groups: {
    parent: endpoint[i]
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: group, properties: { privateDnsZoneId: zone[i].id } }] }
  }
]
