// The whole shop in a resource group of its own: `az deployment sub create -l <region> -f infra/main.bicep -p infra/main.bicepparam`.
// Whoever may not make resource groups deploys shop.bicep into one that exists. The code comes next, then events.bicep.
targetScope = 'subscription'

import { AppSize, CartStore, DurableBackend, MailTransport, NodeVersion, PaymentProvider, StorageSku, UploadEvents } from 'options.bicep'

@description('Names the resource group (`rg-<name>`) and, by the tag azd-env-name, the environment for azd.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The region of everything that has one.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Signs the cookie of guests; at least 32 characters. Give the value before it as sessionSecretPrevious, or every guest is new.')
@minLength(32)
@secure()
param sessionSecret string

@description('Cookies signed by it still count, and are signed anew. Empty: none. Take it away after some weeks.')
@secure()
param sessionSecretPrevious string = ''

@description('Signs the reports of the carrier; at least 32 characters, known to the carrier too.')
@minLength(32)
@secure()
param carrierWebhookSecret string

param paymentProvider PaymentProvider = 'sandbox'

@description('The secret or restricted key, for the payment provider stripe.')
@secure()
param stripeSecretKey string = ''

@description('The signing secret of the webhook that Stripe reports to: <app>/api/webhooks/payments.')
@secure()
param stripeWebhookSecret string = ''

param mailTransport MailTransport = 'outbox'

@description('`smtps://user:password@host`, for the mail transport smtp.')
@secure()
param smtpUrl string = ''

@description('The sender of mails: `Name <address>`.')
param mailFrom string

@description('More settings of the app, by name, none of them secret; src/config.ts knows them.')
param settings { *: string } = {}

param cartStore CartStore = 'entity'
param durableBackend DurableBackend = 'storage'
param uploadEvents UploadEvents = 'blobTrigger'
param nodeVersion NodeVersion = '22'
param storageSku StorageSku = 'Standard_LRS'
param appSize AppSize = {}

@description('Storage and Cosmos DB answer inside a virtual network only; the app stays public.')
param privateNetworking bool = false

@description('Origins (https://…) besides the app itself whose pages may upload pictures.')
param uploadOrigins string[] = []

@description('Addresses (IPv4 or CIDR) that reach storage, and so may upload pictures, in spite of private networking.')
param uploadAddresses string[] = []

@description('Who is told of alerts and costs. Empty: nobody for alerts, the owners of the resource group for costs.')
param alertEmail string = ''

@description('In the currency of the account, a month; 0: no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month of the first deployment; it stays as it is afterwards.')
param budgetStartDate string = utcNow('yyyy-MM-01')

@description('Object id of a person or group that may read and change the data. Empty: nobody but the app.')
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
