// The environment `prod`: three zones, one always-ready instance for HTTP and one for orchestrations.
// Two secrets come from environment variables: SESSION_SECRET and CARRIER_WEBHOOK_SECRET, at least 32 characters each.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param sessionSecret = readEnvironmentVariable('SESSION_SECRET')
param sessionSecretPrevious = readEnvironmentVariable('SESSION_SECRET_PREVIOUS', '')
param carrierWebhookSecret = readEnvironmentVariable('CARRIER_WEBHOOK_SECRET')
param paymentProvider = readEnvironmentVariable('PAYMENT_PROVIDER', 'sandbox')
param stripeSecretKey = readEnvironmentVariable('STRIPE_SECRET_KEY', '')
param stripeWebhookSecret = readEnvironmentVariable('STRIPE_WEBHOOK_SECRET', '')
param mailTransport = readEnvironmentVariable('MAIL_TRANSPORT', 'outbox')
param smtpUrl = readEnvironmentVariable('SMTP_URL', '')
param webhookEndpoints = readEnvironmentVariable('WEBHOOK_ENDPOINTS', '')
param mailFrom = readEnvironmentVariable('MAIL_FROM')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL')
param storageSku = 'Standard_ZRS'
param appSize = { maximumInstanceCount: 100, alwaysReadyHttp: 1, alwaysReadyDurable: 1 }
param monthlyBudget = 100
param budgetStartDate = readEnvironmentVariable('BUDGET_START_DATE', '2026-11-01')
