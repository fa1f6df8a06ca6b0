// The subscription to uploads by webhook, for tests.
using '../../../infra/events.bicep'

param functionAppName = 'func-test'
param storageAccountName = 'sttest'
param eventTopicName = 'evgt-test'
param uploadEvents = 'blobTrigger'
