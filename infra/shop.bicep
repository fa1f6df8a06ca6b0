// All resources of the shop, inside one resource group: `az deployment group create -g <group> -f infra/shop.bicep -p …`.
// Resource names are computed here, so that tests can predict the deployment without Azure.

import {
  AppSize
  CarrierProvider
  CartStore
  DurableBackend
  MailTransport
  NodeVersion
  PaymentProvider
  Plan
  SchedulerSku
  SignIn
  StorageSku
  UploadEvents
} from 'options.bicep'

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

@description('Permits the sandbox of payments and of the carrier, the outbox for mails, and example addresses: for tests, never for a shop with customers.')
param allowSandbox bool = false

param paymentProvider PaymentProvider

@description('Secret or restricted key of Stripe; required for the payment provider stripe.')
@secure()
param stripeSecretKey string = ''

@description('Signing secret of the Stripe webhook <app>/api/webhooks/payments.')
@secure()
param stripeWebhookSecret string = ''

param carrierProvider CarrierProvider

param mailTransport MailTransport

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

param plan Plan = 'flex'
param cartStore CartStore = 'cosmos'
param durableBackend DurableBackend = 'storage'

@description('How many instances share the orchestrations, with the storage backend. It applies to a new task hub only: decide before the first order.')
@minValue(1)
@maxValue(16)
param partitionCount int = 4

param schedulerSku SchedulerSku = 'Consumption'

@description('Units of the Durable Task Scheduler, with the sku Dedicated; 3 are highly available.')
@minValue(1)
@maxValue(3)
param schedulerCapacity int = 1

param uploadEvents UploadEvents = 'blobTrigger'
param nodeVersion NodeVersion = '24'
param storageSku StorageSku = 'Standard_LRS'
param appSize AppSize = {}

@description('Makes storage and Cosmos DB reachable inside a virtual network only; the app stays public.')
param privateNetworking bool = false

@description('Origins (https://…) of front ends on other domains: their pages may call the app with the guest\'s cookie, and upload pictures.')
param frontEndOrigins string[] = []

@description('Sign-in of customers; left out: every customer is a guest.')
param signIn SignIn?

@description('The app\'s secret at the provider of the sign-in.')
@secure()
param signInSecret string = ''

@description('Addresses (IPv4 or CIDR) that can reach storage, and so upload pictures, despite private networking.')
param uploadAddresses string[] = []

@description('Receives alerts and budget notifications. Empty: nobody gets alerts, the owners of the resource group get budget notifications.')
param alertEmail string = ''

@description('Monthly budget in the currency of the account; 0: no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of a month: the present one for a new budget, that of the budget if there is one, because it cannot be changed.')
param budgetStartDate string = utcNow('yyyy-MM-01')

@description('Object id of a person or group that may read and change the shop\'s data. Empty: only the app.')
param principalId string = ''

var token = uniqueString(subscription().id, resourceGroup().id, environmentName)
var withCosmos = cartStore == 'cosmos'
var withScheduler = durableBackend == 'scheduler'

// The platform's scaler does not see work in the scheduler (function-app.bicep), so one instance has to stay there for it.
var size = withScheduler ? union(appSize, { alwaysReadyDurable: max(appSize.?alwaysReadyDurable ?? 0, 1) }) : appSize
var durableAwake = plan == 'premium' || (size.?alwaysReadyDurable ?? 0) > 0

// What a shop with customers must not have, and what would start and then fail: the deployment ends before it changes anything.
// Secrets are not looked at here: the parameter files require them, and the app checks them when it starts.
var complaints = filter(
  [
    !withCosmos && !durableAwake
      ? 'cartStore is entity: that requires alwaysReadyDurable of at least 1, or the plan premium.'
      : ''
    !allowSandbox && paymentProvider == 'sandbox' ? 'paymentProvider is sandbox, which moves no money.' : ''
    !allowSandbox && carrierProvider == 'sandbox' ? 'carrierProvider is sandbox, which ships nothing.' : ''
    !allowSandbox && mailTransport == 'outbox' ? 'mailTransport is outbox, which reaches nobody.' : ''
    !allowSandbox && isExample(mailFrom) ? 'mailFrom is an example address.' : ''
    !allowSandbox && isExample(alertEmail) ? 'alertEmail is an example address.' : ''
    !allowSandbox && isExample(settings.?MAIL_OWNER ?? '') ? 'MAIL_OWNER in settings is an example address.' : ''
    contains(settings, 'ALLOW_SANDBOX') ? 'settings must not have ALLOW_SANDBOX: set allowSandbox.' : ''
    empty(filter(frontEndOrigins, origin => !isOrigin(origin, allowSandbox)))
      ? ''
      : 'frontEndOrigins must be origins such as https://shop.example, without a path.'
  ],
  complaint => !empty(complaint)
)
var tags = {
  'azd-env-name': empty(complaints) ? environmentName : fail('Parameters to correct: ${join(complaints, ' ')}')
}

func isExample(address string) bool =>
  contains('${toLower(address)}>', '.example>') || contains(toLower(address), '@example.') || contains(
    '${toLower(address)}>',
    '.test>'
  )

// A page on the developer's machine is allowed where the sandbox is.
func isOrigin(text string, local bool) bool =>
  !contains(text, '*') && length(split(text, '/')) == 3 && (startsWith(text, 'https://') || (local && startsWith(
    text,
    'http://localhost:'
  )))

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
    pageOrigins: union(['https://func-${token}.azurewebsites.net'], frontEndOrigins)
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
    sku: schedulerSku
    capacity: schedulerCapacity
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
    plan: plan
  }
  dependsOn: [storage, cosmos]
}

module roles 'modules/roles.bicep' = {
  params: {
    storageAccountName: names.storage
    applicationInsightsName: names.applicationInsights
    appPrincipalId: identity.outputs.principalId
    userPrincipalId: principalId
    plan: plan
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
    plan: plan
    nodeVersion: nodeVersion
    size: size
    durableAwake: durableAwake
    partitionCount: partitionCount
    identityName: names.identity
    storageAccountName: names.storage
    applicationInsightsName: names.applicationInsights
    subnetId: privateNetworking ? resourceId('Microsoft.Network/virtualNetworks/subnets', names.network, 'app') : ''
    mailFrom: mailFrom
    sessionSecret: sessionSecret
    sessionSecretPrevious: sessionSecretPrevious
    carrierWebhookSecret: carrierWebhookSecret
    allowSandbox: allowSandbox
    paymentProvider: paymentProvider
    stripeSecretKey: stripeSecretKey
    stripeWebhookSecret: stripeWebhookSecret
    carrierProvider: carrierProvider
    mailTransport: mailTransport
    smtpUrl: smtpUrl
    webhookEndpoints: webhookEndpoints
    cosmosEndpoint: withCosmos ? cosmos!.outputs.endpoint : ''
    withCosmos: withCosmos
    schedulerEndpoint: withScheduler ? scheduler!.outputs.endpoint : ''
    withScheduler: withScheduler
    frontEndOrigins: frontEndOrigins
    withSignIn: signIn != null
    signInSecret: signInSecret
    settings: settings
  }
  dependsOn: [storage, monitoring, roles, network]
}

module signInWith 'modules/sign-in.bicep' = if (signIn != null) {
  params: { functionAppName: names.app, signIn: signIn! }
  dependsOn: [app]
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
