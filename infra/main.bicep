// The whole shop in its own resource group: `az deployment sub create -l <region> -f infra/main.bicep -p infra/main.bicepparam`.
// Without permission to create resource groups, deploy shop.bicep to an existing one. Then deploy the code, then events.bicep.
targetScope = 'subscription'

import { AppSize, CartStore, DurableBackend, MailTransport, NodeVersion, PaymentProvider, StorageSku, UploadEvents } from 'options.bicep'

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
    paymentProvider: paymentProvider
    stripeSecretKey: stripeSecretKey
    stripeWebhookSecret: stripeWebhookSecret
    mailTransport: mailTransport
    smtpUrl: smtpUrl
    webhookEndpoints: webhookEndpoints
    mailFrom: mailFrom
    settings: settings
    cartStore: cartStore
    durableBackend: durableBackend
    uploadEvents: uploadEvents
    nodeVersion: nodeVersion
    storageSku: storageSku
    appSize: appSize
    privateNetworking: privateNetworking
    uploadOrigins: uploadOrigins
    uploadAddresses: uploadAddresses
    alertEmail: alertEmail
    monthlyBudget: monthlyBudget
    budgetStartDate: budgetStartDate
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
