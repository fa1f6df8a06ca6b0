// For tests: every option that adds a resource.
using '../../../infra/main.bicep'

param environmentName = 'all'
param location = 'northeurope'
param sessionSecret = 'a-session-secret-for-tests-of-the-template'
param sessionSecretPrevious = 'the-session-secret-before-that-of-the-template'
param carrierWebhookSecret = 'a-carrier-secret-for-tests-of-the-template'
param paymentProvider = 'stripe'
param stripeSecretKey = 'sk_test_of_the_template'
param stripeWebhookSecret = 'whsec_of_the_template'
param mailTransport = 'smtp'
param smtpUrl = 'smtps://shop:secret@mail.example'
param mailFrom = 'Cartwright Shop <shop@cartwright.example>'
param settings = { ALLOW_SANDBOX: 'true', FRONT_END_ORIGINS: 'https://shop.example', STOCK_RESERVATION_TTL: 'PT2H' }
param cartStore = 'cosmos'
param durableBackend = 'scheduler'
param uploadEvents = 'queue'
param nodeVersion = '24'
param storageSku = 'Standard_ZRS'
param appSize = { instanceMemoryMB: 4096, maximumInstanceCount: 200, alwaysReadyHttp: 2 }
param privateNetworking = true
param uploadOrigins = ['https://shop.example']
param uploadAddresses = ['203.0.113.7']
param alertEmail = 'ops@shop.example'
param monthlyBudget = 100
param budgetStartDate = '2026-11-01'
param principalId = '11111111-1111-1111-1111-111111111111'
