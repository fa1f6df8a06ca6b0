// The environment `prod`, which sells: no sandbox, no example addresses. Storage is copied to three zones; the app runs in one.
// One always-ready instance for HTTP and one for orchestrations.
// Secrets come from environment variables: SESSION_SECRET and CARRIER_WEBHOOK_SECRET, at least 32 characters each, and those
// of the payment provider and the mail server.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param sessionSecret = readEnvironmentVariable('SESSION_SECRET')
param sessionSecretPrevious = readEnvironmentVariable('SESSION_SECRET_PREVIOUS', '')
param carrierWebhookSecret = readEnvironmentVariable('CARRIER_WEBHOOK_SECRET')
param allowSandbox = false
param paymentProvider = readEnvironmentVariable('PAYMENT_PROVIDER', 'stripe')
param stripeSecretKey = readEnvironmentVariable('STRIPE_SECRET_KEY')
param stripeWebhookSecret = readEnvironmentVariable('STRIPE_WEBHOOK_SECRET')
param carrierProvider = readEnvironmentVariable('CARRIER_PROVIDER', 'manual')
param mailTransport = readEnvironmentVariable('MAIL_TRANSPORT', 'smtp')
param smtpUrl = readEnvironmentVariable('SMTP_URL')
param webhookEndpoints = readEnvironmentVariable('WEBHOOK_ENDPOINTS', '')
param mailFrom = readEnvironmentVariable('MAIL_FROM')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL')
param signInSecret = readEnvironmentVariable('SIGN_IN_SECRET', '')
param storageSku = 'Standard_ZRS'
param appSize = { maximumInstanceCount: 20, alwaysReadyHttp: 1, alwaysReadyDurable: 1 }
param monthlyBudget = 100
param budgetStartDate = readEnvironmentVariable('BUDGET_START_DATE', '')
param fingerprint = readEnvironmentVariable('RESOURCES_FINGERPRINT', '')
