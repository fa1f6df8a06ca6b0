// The one storage account: what the app keeps, what the Functions host keeps, and the packages of the code.
// The app makes none of these containers, queues and tables itself in Azure; tests/infra compares the lists with its code.

import { StorageSku } from '../options.bicep'

param name string
param location string
param tags { *: string }
param sku StorageSku
param uploadOrigins string[]
param privateNetworking bool
param allowedAddresses string[]

var containers = [
  'app-package'
  'uploads'
  'renditions'
  'catalog'
  'catalog-uploads'
  'outbox'
  'eventgrid-deadletter'
]
var queues = ['picture-jobs', 'carrier-reports']
var poisonQueues = map(queues, queue => '${queue}-poison')
// Nothing reads it by itself: jobs wait there for somebody to look at them.
var parkedQueues = ['picture-jobs-parked']
var tables = ['orders', 'orderlaunches', 'payments', 'shipments', 'pictures', 'mails']

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
      // Event Grid writes its dead letters, and its events to a queue, as a trusted service.
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
            allowedOrigins: uploadOrigins
            allowedMethods: ['PUT']
            allowedHeaders: ['content-type', 'x-ms-*']
            exposedHeaders: ['etag', 'x-ms-*']
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
            // Not deleted: a picture is rendered anew from its source when sizes or formats change.
            name: 'cool-old-uploads'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['uploads/'] }
              actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } } }
            }
          }
          {
            // Mails hold names and addresses, which nobody needs that long.
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
