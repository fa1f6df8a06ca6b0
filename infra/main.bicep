// The whole shop in its own resource group: `az deployment sub create -l <region> -f infra/main.bicep -p infra/main.bicepparam`.
// Without permission to create resource groups, deploy shop.bicep to an existing one. Then deploy the code, then events.bicep.
targetScope = 'subscription'

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

@description('Names the resource group (`rg-<name>`) and, by the tag azd-env-name, the environment for azd.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The region of all resources.')
@metadata({ azd: { type: 'location' } })
param location string

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

@description('First day of a month: the present one for a new budget, that of the budget if there is one, because it cannot be changed. Empty: the present month.')
param budgetStartDate string = ''

@description('Do not set.')
param thisMonth string = utcNow('yyyy-MM-01')

@description('Object id of a person or group that may read and change the shop\'s data. Empty: only the app.')
param principalId string = ''

@description('Summary of what this deployment is made from, with which `npm run deploy` knows later that nothing has changed.')
param fingerprint string = ''

resource resourceGroup 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: { 'azd-env-name': environmentName }
}

module shop 'shop.bicep' = {
  scope: resourceGroup
  params: {
    environmentName: environmentName
    location: location
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
    mailFrom: mailFrom
    settings: settings
    plan: plan
    cartStore: cartStore
    durableBackend: durableBackend
    partitionCount: partitionCount
    schedulerSku: schedulerSku
    schedulerCapacity: schedulerCapacity
    uploadEvents: uploadEvents
    nodeVersion: nodeVersion
    storageSku: storageSku
    appSize: appSize
    privateNetworking: privateNetworking
    frontEndOrigins: frontEndOrigins
    signIn: signIn
    signInSecret: signInSecret
    uploadAddresses: uploadAddresses
    alertEmail: alertEmail
    monthlyBudget: monthlyBudget
    budgetStartDate: empty(budgetStartDate) ? thisMonth : budgetStartDate
    principalId: principalId
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = resourceGroup.name
output AZURE_FUNCTION_APP_NAME string = shop.outputs.AZURE_FUNCTION_APP_NAME
output AZURE_FUNCTION_APP_URL string = shop.outputs.AZURE_FUNCTION_APP_URL
output AZURE_STORAGE_ACCOUNT_NAME string = shop.outputs.AZURE_STORAGE_ACCOUNT_NAME
output AZURE_EVENT_TOPIC_NAME string = shop.outputs.AZURE_EVENT_TOPIC_NAME
output UPLOAD_EVENTS string = shop.outputs.UPLOAD_EVENTS
output APP_PLAN string = plan
output RESOURCES_FINGERPRINT string = fingerprint
