// For tests: the subscription to upload events by webhook.
using '../../../infra/events.bicep'

param functionAppName = 'func-test'
param storageAccountName = 'sttest'
param eventTopicName = 'evgt-test'
param uploadEvents = 'blobTrigger'
