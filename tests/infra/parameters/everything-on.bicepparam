// For tests: every option that adds a resource.
using '../../../infra/main.bicep'

param environmentName = 'all'
param location = 'northeurope'
param sessionSecret = 'a-session-secret-for-tests-of-the-template'
param sessionSecretPrevious = 'the-session-secret-before-that-of-the-template'
param carrierWebhookSecret = 'a-carrier-secret-for-tests-of-the-template'
param paymentProvider = 'stripe'
param stripeSecretKey = 'rk_live_of_the_template'
param stripeWebhookSecret = 'whsec_of_the_template'
param carrierProvider = 'manual'
param mailTransport = 'smtp'
param smtpUrl = 'smtps://shop:secret@mail.internal'
param webhookEndpoints = 'https://erp.example/hooks whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
param mailFrom = 'Cartwright Shop <shop@cartwright.internal>'
param settings = { STOCK_RESERVATION_TTL: 'PT2H' }
param cartStore = 'cosmos'
param durableBackend = 'scheduler'
param schedulerSku = 'Dedicated'
param schedulerCapacity = 3
param uploadEvents = 'queue'
param nodeVersion = '26'
param storageSku = 'Standard_ZRS'
param appSize = { instanceMemoryMB: 4096, maximumInstanceCount: 200, alwaysReadyHttp: 2, httpConcurrency: 100 }
param privateNetworking = true
param frontEndOrigins = ['https://shop.internal']
param signIn = {
  name: 'accounts'
  configurationUrl: 'https://accounts.internal/.well-known/openid-configuration'
  clientId: 'shop'
}
param signInSecret = 'a-sign-in-secret-for-tests-of-the-template'
param uploadAddresses = ['203.0.113.7']
param alertEmail = 'ops@shop.internal'
param monthlyBudget = 100
param budgetStartDate = '2026-11-01'
param principalId = '11111111-1111-1111-1111-111111111111'
