// The function app with its settings, on either plan. All connections use the app's identity. Names that begin with
// AzureFunctionsJobHost override host.json.

import { AppSize, CarrierProvider, MailTransport, NodeVersion, PaymentProvider, Plan } from '../options.bicep'

param name string
param planName string
param location string
param tags { *: string }
param plan Plan
param nodeVersion NodeVersion
param size AppSize
@description('An instance that runs orchestrations is always there.')
param durableAwake bool
param partitionCount int
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

param allowSandbox bool
param paymentProvider PaymentProvider
@secure()
param stripeSecretKey string
@secure()
param stripeWebhookSecret string
param carrierProvider CarrierProvider
param mailTransport MailTransport
@secure()
param smtpUrl string
@secure()
param webhookEndpoints string

param withCosmos bool
param cosmosEndpoint string
param withScheduler bool
param schedulerEndpoint string
param frontEndOrigins string[]
param withSignIn bool
@secure()
param signInSecret string
@description('Further app settings by name.')
param settings { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = { name: applicationInsightsName }

resource app 'Microsoft.Web/sites@2024-11-01' existing = { name: name }

var clientId = identity.properties.clientId
var always = {
  // The root path is the storefront.
  AzureWebJobsDisableHomepage: 'true'
  MAIL_FROM: mailFrom
  SESSION_SECRET: sessionSecret
  SESSION_SECRET_PREVIOUS: sessionSecretPrevious
  CARRIER_WEBHOOK_SECRET: carrierWebhookSecret
  ALLOW_SANDBOX: allowSandbox ? 'true' : 'false'
  PAYMENT_PROVIDER: paymentProvider
  STRIPE_SECRET_KEY: stripeSecretKey
  STRIPE_WEBHOOK_SECRET: stripeWebhookSecret
  CARRIER_PROVIDER: carrierProvider
  MAIL_TRANSPORT: mailTransport
  SMTP_URL: smtpUrl
  WEBHOOK_ENDPOINTS: webhookEndpoints
  FRONT_END_ORIGINS: join(frontEndOrigins, ',')
  // The only blob event source that Flex Consumption supports.
  PICTURE_EVENT_SOURCE: 'EventGrid'
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
}
var cartsInCosmos = {
  CART_STORE: 'cosmos'
  COSMOS__accountEndpoint: cosmosEndpoint
  COSMOS__credential: 'managedidentity'
  COSMOS__clientId: clientId
}
// The platform's scaler reads host.json only and would scale to zero while work waits in the scheduler, so shop.bicep keeps
// one instance always ready then.
var orchestrationsInScheduler = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${clientId}'
}
// A message from an HTTP instance is seen at a poll only. An instance that is always there may poll often (about 5 USD a month);
// others would be kept from going to sleep.
var orchestrationsInStorage = union(
  { AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount: string(partitionCount) },
  durableAwake
    ? { AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval: '00:00:01' }
    : {}
)
// No content share, which would need the account's key: the app runs from the package that a deployment has uploaded.
var onPremium = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'node'
  WEBSITE_RUN_FROM_PACKAGE: '${account.properties.primaryEndpoints.blob}app-package/released-package.zip'
  WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identity.id
}

module flex 'flex-app.bicep' = if (plan == 'flex') {
  params: {
    name: name
    planName: planName
    location: location
    tags: tags
    nodeVersion: nodeVersion
    size: size
    identityName: identityName
    storageAccountName: storageAccountName
    subnetId: subnetId
    frontEndOrigins: frontEndOrigins
  }
}

module premium 'premium-app.bicep' = if (plan == 'premium') {
  params: {
    name: name
    planName: planName
    location: location
    tags: tags
    nodeVersion: nodeVersion
    size: size
    identityName: identityName
    subnetId: subnetId
    frontEndOrigins: frontEndOrigins
  }
}

resource appSettings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    always,
    withCosmos ? cartsInCosmos : {},
    withScheduler ? orchestrationsInScheduler : orchestrationsInStorage,
    plan == 'premium' ? onPremium : {},
    withSignIn ? { SIGN_IN_SECRET: signInSecret } : {},
    settings
  )
  dependsOn: [flex, premium]
}

// Code is deployed with an Entra token, so basic authentication is disabled.
resource noDeploymentPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
  dependsOn: [flex, premium]
}
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
  dependsOn: [flex, premium]
}

output url string = plan == 'flex' ? flex!.outputs.url : premium!.outputs.url
