// Cosmos DB for carts, serverless: billed per request. The database and the container are created here, because the app's
// data-plane role cannot create them.

param name string
param location string
param tags { *: string }
param privateNetworking bool
param appPrincipalId string
param userPrincipalId string

// A built-in data-plane role of Cosmos DB, which has its own roles beside Azure's.
var dataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    capabilities: [{ name: 'EnableServerless' }]
    // Every instance must read what another has written; session consistency works within one process only.
    consistencyPolicy: { defaultConsistencyLevel: 'Strong' }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }

  resource database 'sqlDatabases' = {
    name: 'shop'
    properties: { resource: { id: 'shop' } }

    resource carts 'containers' = {
      name: 'carts'
      properties: {
        resource: {
          id: 'carts'
          partitionKey: { paths: ['/customerId'], kind: 'Hash', version: 2 }
          // Enabled, but only for documents with their own ttl.
          defaultTtl: -1
          // Carts are read by key only; an index would add cost to every write.
          indexingPolicy: { indexingMode: 'consistent', excludedPaths: [{ path: '/*' }] }
        }
      }
    }
  }

  resource dataContributorRole 'sqlRoleDefinitions' existing = { name: dataContributor }

  resource appAccess 'sqlRoleAssignments' = {
    name: guid(account.id, appPrincipalId, dataContributor)
    properties: { principalId: appPrincipalId, roleDefinitionId: account::dataContributorRole.id, scope: account.id }
  }

  resource userAccess 'sqlRoleAssignments' = if (!empty(userPrincipalId)) {
    name: guid(account.id, userPrincipalId, dataContributor)
    properties: { principalId: userPrincipalId, roleDefinitionId: account::dataContributorRole.id, scope: account.id }
  }
}

output endpoint string = account.properties.documentEndpoint
