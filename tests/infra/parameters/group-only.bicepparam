// For tests: the shop in an existing resource group, without main.bicep.
using '../../../infra/shop.bicep'

param environmentName = 'all'
param location = 'northeurope'
param sessionSecret = 'a-session-secret-for-tests-of-the-template'
param sessionSecretPrevious = ''
param carrierWebhookSecret = 'a-carrier-secret-for-tests-of-the-template'
param webhookEndpoints = ''
param allowSandbox = true
param paymentProvider = 'sandbox'
param carrierProvider = 'sandbox'
param mailTransport = 'outbox'
param mailFrom = 'Cartwright Shop <shop@cartwright.example>'
param budgetStartDate = '2026-11-01'
