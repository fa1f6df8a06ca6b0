// The subscription to uploads by queue, for tests.
using '../../../infra/events.bicep'

param functionAppName = 'func-test'
param storageAccountName = 'sttest'
param eventTopicName = 'evgt-test'
param uploadEvents = 'queue'
