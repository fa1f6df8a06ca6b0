// The options that main.bicep and shop.bicep share, each with its cost or benefit.

@export()
@description('Where carts are stored: in durable entities (no extra cost) or in serverless Cosmos DB.')
type CartStore = 'entity' | 'cosmos'

@export()
@description('Where orchestrations are stored: in the storage account or, for higher load, in the Durable Task Scheduler. Do not change the backend while orchestrations are running: they do not migrate.')
type DurableBackend = 'storage' | 'scheduler'

@export()
@description('How the app learns of an uploaded picture: by the webhook of its blob trigger, or on the queue of picture jobs, where events wait while the app is down.')
type UploadEvents = 'blobTrigger' | 'queue'

@export()
@description('The payment provider: a sandbox that moves no money, or Stripe.')
type PaymentProvider = 'sandbox' | 'stripe'

@export()
@description('Where mails go: to the container outbox, or to an SMTP server.')
type MailTransport = 'outbox' | 'smtp'

@export()
@description('The Node version of the app; 22 is supported until April 2027.')
type NodeVersion = '22' | '24'

@export()
@description('One data centre, or three availability zones of the region.')
type StorageSku = 'Standard_LRS' | 'Standard_ZRS'

@export()
@description('Limits for scaling, and always-ready instances (which are always billed). All fields have defaults.')
type AppSize = {
  @description('Memory of an instance in MB: 2048 by default. Rendering holds a whole picture in memory.')
  instanceMemoryMB: (512 | 2048 | 4096)?
  @description('40 by default: limits the cost of a flood of requests.')
  @minValue(40)
  @maxValue(1000)
  maximumInstanceCount: int?
  @description('Always-ready instances for HTTP, which avoid cold starts. 0 by default.')
  @minValue(0)
  alwaysReadyHttp: int?
  @description('Always-ready instances for orchestrations. 0 by default, at least 1 with the scheduler.')
  @minValue(0)
  alwaysReadyDurable: int?
}
