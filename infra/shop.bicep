// All resources of the shop, inside one resource group: `az deployment group create -g <group> -f infra/shop.bicep -p …`.
// Resource names are computed here, so that tests can predict the deployment without Azure.

import { AppSize, CartStore, DurableBackend, MailTransport, NodeVersion, PaymentProvider, StorageSku, UploadEvents } from 'options.bicep'

@description('The environment: part of every resource name, and the value of the tag azd-env-name.')
@minLength(1)
@maxLength(32)
param environmentName string

param location string = resourceGroup().location

@description('Signs the cookie of guests; at least 32 characters. When you change it, pass the old value as sessionSecretPrevious, or all guests lose their carts.')
@minLength(32)
@secure()
param sessionSecret string

@description('Previous session secret: cookies signed with it remain valid and are signed again. Empty: none. Remove it after some weeks.')
@secure()
param sessionSecretPrevious string = ''

@description('Signs the reports of the carrier, which needs it too; at least 32 characters.')
@minLength(32)
@secure()
param carrierWebhookSecret string

param paymentProvider PaymentProvider = 'sandbox'

@description('Secret or restricted key of Stripe; required for the payment provider stripe.')
@secure()
param stripeSecretKey string = ''

@description('Signing secret of the Stripe webhook <app>/api/webhooks/payments.')
@secure()
param stripeWebhookSecret string = ''

param mailTransport MailTransport = 'outbox'

@description('`smtps://user:password@host`; required for the mail transport smtp.')
@secure()
param smtpUrl string = ''
@description('Who is told of orders: `https://erp.example/hooks whsec_…`, with a comma before the next one; see docs/webhooks.md.')
@secure()
param webhookEndpoints string = ''

@description('The sender of mails: `Name <address>`.')
param mailFrom string

@description('Further app settings by name, none of them secret; see src/config.ts.')
param settings { *: string } = {}

param cartStore CartStore = 'entity'
param durableBackend DurableBackend = 'storage'
param uploadEvents UploadEvents = 'blobTrigger'
param nodeVersion NodeVersion = '22'
param storageSku StorageSku = 'Standard_LRS'
param appSize AppSize = {}

@description('Makes storage and Cosmos DB reachable inside a virtual network only; the app stays public.')
param privateNetworking bool = false

@description('Origins (https://…) whose pages may upload pictures, besides the app itself.')
param uploadOrigins string[] = []

@description('Addresses (IPv4 or CIDR) that can reach storage, and so upload pictures, despite private networking.')
param uploadAddresses string[] = []

@description('Receives alerts and budget notifications. Empty: nobody gets alerts, the owners of the resource group get budget notifications.')
param alertEmail string = ''

@description('Monthly budget in the currency of the account; 0: no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month of the first deployment; it cannot be changed later.')
param budgetStartDate string = utcNow('yyyy-MM-01')

@description('Object id of a person or group that may read and change the data. Empty: only the app.')
param principalId string = ''

var token = uniqueString(subscription().id, resourceGroup().id, environmentName)
var tags = { 'azd-env-name': environmentName }
var withCosmos = cartStore == 'cosmos'
var withScheduler = durableBackend == 'scheduler'

// Modules refer to each other's resources by these names, with an explicit dependsOn: names passed as outputs would be unknown
// before a deployment.
var names = {
  identity: 'id-${token}'
  workspace: 'log-${token}'
  applicationInsights: 'appi-${token}'
  storage: 'st${token}'
  cosmos: 'cosmos-${token}'
  scheduler: 'dts-${token}'
  network: 'vnet-${token}'
  eventTopic: 'evgt-${token}'
  plan: 'plan-${token}'
  app: 'func-${token}'
}

module identity 'modules/identity.bicep' = {
  params: { name: names.identity, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: names.workspace
    applicationInsightsName: names.applicationInsights
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: names.storage
    location: location
    tags: tags
    sku: storageSku
    uploadOrigins: union(['https://func-${token}.azurewebsites.net'], uploadOrigins)
    privateNetworking: privateNetworking
    allowedAddresses: uploadAddresses
  }
}

module cosmos 'modules/cosmos.bicep' = if (withCosmos) {
  params: {
    name: names.cosmos
    location: location
    tags: tags
    privateNetworking: privateNetworking
    appPrincipalId: identity.outputs.principalId
    userPrincipalId: principalId
  }
}

module scheduler 'modules/durable-task-scheduler.bicep' = if (withScheduler) {
  params: {
    name: names.scheduler
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    userPrincipalId: principalId
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  params: {
    name: names.network
    location: location
    tags: tags
    storageAccountName: names.storage
    cosmosAccountName: names.cosmos
    withCosmos: withCosmos
  }
  dependsOn: [storage, cosmos]
}

module roles 'modules/roles.bicep' = {
  params: {
    storageAccountName: names.storage
    applicationInsightsName: names.applicationInsights
    appPrincipalId: identity.outputs.principalId
    userPrincipalId: principalId
  }
  dependsOn: [storage, monitoring]
}

module uploadTopic 'modules/upload-topic.bicep' = {
  params: {
    name: names.eventTopic
    location: location
    tags: tags
    storageAccountName: names.storage
    uploadEvents: uploadEvents
  }
  dependsOn: [storage]
}

// An app that starts before its roles exist fails on its first access to storage, and stays down for minutes.
module app 'modules/function-app.bicep' = {
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: tags
    nodeVersion: nodeVersion
    size: withScheduler ? union(appSize, { alwaysReadyDurable: max(appSize.?alwaysReadyDurable ?? 0, 1) }) : appSize
    identityName: names.identity
    storageAccountName: names.storage
    applicationInsightsName: names.applicationInsights
    subnetId: privateNetworking ? resourceId('Microsoft.Network/virtualNetworks/subnets', names.network, 'app') : ''
    mailFrom: mailFrom
    sessionSecret: sessionSecret
    sessionSecretPrevious: sessionSecretPrevious
    carrierWebhookSecret: carrierWebhookSecret
    paymentProvider: paymentProvider
    stripeSecretKey: stripeSecretKey
    stripeWebhookSecret: stripeWebhookSecret
    mailTransport: mailTransport
    smtpUrl: smtpUrl
    webhookEndpoints: webhookEndpoints
    cosmosEndpoint: withCosmos ? cosmos!.outputs.endpoint : ''
    withCosmos: withCosmos
    schedulerEndpoint: withScheduler ? scheduler!.outputs.endpoint : ''
    withScheduler: withScheduler
    settings: settings
  }
  dependsOn: [storage, monitoring, roles, network]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    token: token
    location: location
    tags: tags
    workspaceName: names.workspace
    eventTopicName: names.eventTopic
    cosmosAccountName: names.cosmos
    withCosmos: withCosmos
    email: alertEmail
  }
  dependsOn: [monitoring, uploadTopic, cosmos]
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  params: { amount: monthlyBudget, email: alertEmail, startDate: budgetStartDate }
}

output AZURE_FUNCTION_APP_NAME string = names.app
output AZURE_FUNCTION_APP_URL string = app.outputs.url
output AZURE_STORAGE_ACCOUNT_NAME string = names.storage
output AZURE_EVENT_TOPIC_NAME string = names.eventTopic
output UPLOAD_EVENTS string = uploadEvents
