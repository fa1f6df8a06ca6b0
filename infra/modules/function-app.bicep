// The function app on Flex Consumption, which costs nothing while idle. Runtime, package and scale are in functionAppConfig;
// this plan rejects the equivalent app settings of other plans. All connections use the app's identity.

import { AppSize, MailTransport, NodeVersion, PaymentProvider } from '../options.bicep'

param name string
param planName string
param location string
param tags { *: string }
param nodeVersion NodeVersion
param size AppSize
param identityName string
param storageAccountName string
param applicationInsightsName string
@description('Empty: the app is not in a virtual network.')
param subnetId string
param mailFrom string

@secure()
param sessionSecret string
@secure()
param sessionSecretPrevious string
@secure()
param carrierWebhookSecret string

param paymentProvider PaymentProvider
@secure()
param stripeSecretKey string
@secure()
param stripeWebhookSecret string
param mailTransport MailTransport
@secure()
param smtpUrl string

param withCosmos bool
param cosmosEndpoint string
param withScheduler bool
param schedulerEndpoint string
@description('Further app settings by name.')
param settings { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = { name: applicationInsightsName }

var clientId = identity.properties.clientId
var always = {
  // A shop that is a toy overrides these two in its parameter `settings`.
  ALLOW_SANDBOX: 'false'
  CARRIER_PROVIDER: 'manual'
  FRONT_END_ORIGINS: ''
  MAIL_FROM: mailFrom
  SESSION_SECRET: sessionSecret
  SESSION_SECRET_PREVIOUS: sessionSecretPrevious
  CARRIER_WEBHOOK_SECRET: carrierWebhookSecret
  PAYMENT_PROVIDER: paymentProvider
  STRIPE_SECRET_KEY: stripeSecretKey
  STRIPE_WEBHOOK_SECRET: stripeWebhookSecret
  MAIL_TRANSPORT: mailTransport
  SMTP_URL: smtpUrl
  // The only blob event source that this plan supports.
  PICTURE_EVENT_SOURCE: 'EventGrid'
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
  // The identity that the storage clients of the app's own code use.
  AZURE_CLIENT_ID: clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
}
var cartsInCosmos = {
  CART_STORE: 'cosmos'
  COSMOS__accountEndpoint: cosmosEndpoint
  COSMOS__credential: 'managedidentity'
  COSMOS__clientId: clientId
}
// Overrides host.json. The platform's scaler reads host.json only and would scale to zero while work waits in the scheduler,
// so shop.bicep keeps one instance always ready then.
var orchestrationsInScheduler = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${clientId}'
}
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
    siteConfig: { minTlsVersion: '1.2' }
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
        maximumInstanceCount: size.?maximumInstanceCount ?? 40
        alwaysReady: filter(alwaysReady, group => group.instanceCount > 0)
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(always, withCosmos ? cartsInCosmos : {}, withScheduler ? orchestrationsInScheduler : {}, settings)
  }

  // Code is deployed with an Entra token, so basic authentication is disabled.
  resource noDeploymentPassword 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }
}

output url string = 'https://${app.properties.defaultHostName}'
