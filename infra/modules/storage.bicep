// The storage account: the data of the app and of the Functions host, and the code packages. In Azure the app does not create
// containers, queues and tables itself; tests/infra compares these lists with its code.

import { StorageSku } from '../options.bicep'

param name string
param location string
param tags { *: string }
param sku StorageSku
@description('Origins whose pages upload pictures.')
param pageOrigins string[]
param privateNetworking bool
param allowedAddresses string[]

@export()
var containersOfTheShop = [
  'uploads'
  'renditions'
  'catalog'
  'catalog-uploads'
  'outbox'
  'eventgrid-deadletter'
]
var containers = concat(['app-package'], containersOfTheShop)
var queues = ['picture-jobs', 'carrier-reports', 'webhooks']
var poisonQueues = map(queues, queue => '${queue}-poison')
// No function reads it: messages wait there until somebody looks at them.
var parkedQueues = ['picture-jobs-parked']
var tables = [
  'orders'
  'orderindex'
  'orderlaunches'
  'webhooks'
  'payments'
  'shipments'
  'pictures'
  'mails'
  'accounts'
]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  kind: 'StorageV2'
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowCrossTenantReplication: false
    publicNetworkAccess: privateNetworking && empty(allowedAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
      // Event Grid is a trusted service: it writes dead letters, and events to a queue.
      bypass: 'AzureServices'
      ipRules: [for address in allowedAddresses: { value: address, action: 'Allow' }]
    }
  }

  resource blobService 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
      cors: {
        corsRules: [
          {
            allowedOrigins: pageOrigins
            allowedMethods: ['PUT']
            allowedHeaders: ['content-type', 'x-ms-*']
            exposedHeaders: ['etag', 'last-modified', 'x-ms-*']
            maxAgeInSeconds: 3600
          }
        ]
      }
    }

    resource container 'containers' = [for name in containers: { name: name, properties: { publicAccess: 'None' } }]
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource queue 'queues' = [for name in concat(queues, poisonQueues, parkedQueues): { name: name }]
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource table 'tables' = [for name in tables: { name: name }]
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            // Not deleted: pictures are rendered again from their source when sizes or formats change.
            name: 'cool-old-uploads'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['uploads/'] }
              actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } } }
            }
          }
          {
            // Mails contain names and addresses, which must not be kept for long.
            name: 'delete-old-mails-and-dead-letters'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['outbox/', 'eventgrid-deadletter/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 90 } } }
            }
          }
        ]
      }
    }
  }
}
