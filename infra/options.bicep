// The options that main.bicep and shop.bicep share, each with its cost or benefit.

@export()
@description('The plan of the app. flex costs nothing while idle, and runs HTTP and orchestrations on different instances. premium always bills one instance (about 150 USD a month) and runs both on the same one.')
type Plan = 'flex' | 'premium'

@export()
@description('Where carts are stored: in serverless Cosmos DB, or in durable entities (no extra cost). On the plan flex, entities require an always-ready instance for orchestrations: without one, a cart request waits for a cold start.')
type CartStore = 'entity' | 'cosmos'

@export()
@description('Where orchestrations are stored: in the storage account or, for higher load, in the Durable Task Scheduler. They do not migrate: see docs/operations.md before you change it in a shop with orders.')
type DurableBackend = 'storage' | 'scheduler'

@export()
@description('Billing of the Durable Task Scheduler. Consumption: per action, at most 500 actions a second, history for 30 days. Dedicated: per unit, 2,000 actions a second each, history for 90 days, highly available from 3 units.')
type SchedulerSku = 'Consumption' | 'Dedicated'

@export()
@description('How the app learns of an uploaded picture: by the webhook of its blob trigger, or on the queue of picture jobs, where events wait while the app is down.')
type UploadEvents = 'blobTrigger' | 'queue'

@export()
@description('The payment provider: a sandbox that moves no money, or Stripe.')
type PaymentProvider = 'sandbox' | 'stripe'

@export()
@description('Who tells the app that a parcel is on its way: a sandbox that ships nothing, or the owner.')
type CarrierProvider = 'sandbox' | 'manual'

@export()
@description('Where mails go: to the container outbox, or to an SMTP server.')
type MailTransport = 'outbox' | 'smtp'

@export()
@description('The Node version of the app. Support of 22 ends in April 2027, of 24 in April 2028.')
type NodeVersion = '22' | '24' | '26'

@export()
@description('One data centre, or three availability zones of the region.')
type StorageSku = 'Standard_LRS' | 'Standard_ZRS'

@export()
@description('Limits for scaling, and always-ready instances (which are always billed). All fields have defaults.')
type AppSize = {
  @description('Memory of an instance in MB, plan flex: 2048 by default. Rendering holds a whole picture in memory.')
  instanceMemoryMB: (512 | 2048 | 4096)?
  @description('10 by default: limits the cost of a flood of requests.')
  @minValue(1)
  @maxValue(1000)
  maximumInstanceCount: int?
  @description('Always-ready instances for HTTP, which avoid cold starts. 0 by default.')
  @minValue(0)
  alwaysReadyHttp: int?
  @description('Always-ready instances for orchestrations. 0 by default, at least 1 with the scheduler. The plan premium has no groups: the larger of the two numbers applies, at least 1.')
  @minValue(0)
  alwaysReadyDurable: int?
  @description('Requests that an instance of the plan flex serves at a time: 64 by default. Each request that waits (Prefer: wait) takes one place.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int?
  @description('The size of an instance of the plan premium: EP1 (1 core, 3.5 GB) by default.')
  premiumSku: ('EP1' | 'EP2' | 'EP3')?
}

@export()
@description('Sign-in of customers by one OpenID Connect provider. Guests, webhooks and the owner continue to reach the app without it.')
type SignIn = {
  @description('Names the provider in addresses: /.auth/login/<name>.')
  @minLength(1)
  @maxLength(32)
  name: string
  @description('The address of the provider with its configuration: https://…/.well-known/openid-configuration.')
  configurationUrl: string
  @description('The app\'s id at the provider, whose redirect address is <app>/.auth/login/<name>/callback.')
  clientId: string
  @description('The claim with the name of the user: name by default.')
  nameClaim: string?
  @description('openid, profile and email by default.')
  scopes: string[]?
}
