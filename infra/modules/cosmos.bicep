// Carts in Cosmos DB, serverless: paid by the request. Data-plane roles cannot make databases, so both are made here.

param name string
param location string
param tags { *: string }
param privateNetworking bool
param appPrincipalId string
param userPrincipalId string

// Built in, and not among the roles of Azure: Cosmos DB has its own on the data.
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
    // What one instance of the app has written, every other one reads: a session is known to a single process only.
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
          // On, but only for documents that name a time themselves.
          defaultTtl: -1
          // A cart is read by its key alone; an index would be paid with every write.
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
