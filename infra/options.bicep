// The choices that main.bicep and shop.bicep share, each with what it costs or gives.

@export()
@description('Where carts live: in durable entities (nothing more to pay) or in Cosmos DB, serverless.')
type CartStore = 'entity' | 'cosmos'

@export()
@description('Where orchestrations live: in the storage account, or in the Durable Task Scheduler, for who outgrows that. A backend is never changed under running orchestrations: they do not move.')
type DurableBackend = 'storage' | 'scheduler'

@export()
@description('How the app hears of an uploaded picture: by the webhook of its blob trigger, or on the queue of picture jobs, where events wait while the app is away.')
type UploadEvents = 'blobTrigger' | 'queue'

@export()
@description('Who takes payments: a sandbox that moves no money, or Stripe.')
type PaymentProvider = 'sandbox' | 'stripe'

@export()
@description('Where mails go: into the container outbox, or to a mail server.')
type MailTransport = 'outbox' | 'smtp'

@export()
@description('The Node version of the app; 22 is supported until April 2027.')
type NodeVersion = '22' | '24'

@export()
@description('One data centre, or three zones of the region.')
type StorageSku = 'Standard_LRS' | 'Standard_ZRS'

@export()
@description('How large the app may grow, and what of it is always on (and always paid). Everything has a default.')
type AppSize = {
  @description('Memory of an instance: 2048 by default. Rendering holds a whole picture in memory.')
  instanceMemoryMB: (512 | 2048 | 4096)?
  @description('40 by default: the bound of what a flood of requests can cost.')
  @minValue(40)
  @maxValue(1000)
  maximumInstanceCount: int?
  @description('Instances for HTTP that never sleep: no cold start. 0 by default.')
  @minValue(0)
  alwaysReadyHttp: int?
  @description('Instances for orchestrations that never sleep. 0 by default, at least 1 with the scheduler.')
  @minValue(0)
  alwaysReadyDurable: int?
}
