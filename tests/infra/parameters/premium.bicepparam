// For tests: the other plan, with carts in entities and a task hub of sixteen partitions, inside a network.
using '../../../infra/main.bicep'

param environmentName = 'all'
param location = 'northeurope'
param sessionSecret = 'a-session-secret-for-tests-of-the-template'
param carrierWebhookSecret = 'a-carrier-secret-for-tests-of-the-template'
param webhookEndpoints = ''
param sessionSecretPrevious = ''
param allowSandbox = true
param paymentProvider = 'sandbox'
param carrierProvider = 'sandbox'
param mailTransport = 'outbox'
param mailFrom = 'Cartwright Shop <shop@cartwright.example>'
param plan = 'premium'
param cartStore = 'entity'
param partitionCount = 16
param privateNetworking = true
param appSize = { maximumInstanceCount: 20, alwaysReadyDurable: 2, premiumSku: 'EP2' }
param budgetStartDate = '2026-11-01'
