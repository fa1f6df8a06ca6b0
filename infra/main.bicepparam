// The environment `dev`, or the one that azd or AZURE_ENV_NAME names: for tests, with the sandboxes of payments and parcels. When
// idle it costs a few alerts and some storage.
// Two secrets come from environment variables: SESSION_SECRET and CARRIER_WEBHOOK_SECRET, at least 32 characters each.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param sessionSecret = readEnvironmentVariable('SESSION_SECRET')
param sessionSecretPrevious = readEnvironmentVariable('SESSION_SECRET_PREVIOUS', '')
param carrierWebhookSecret = readEnvironmentVariable('CARRIER_WEBHOOK_SECRET')
param allowSandbox = true
param paymentProvider = readEnvironmentVariable('PAYMENT_PROVIDER', 'sandbox')
param stripeSecretKey = readEnvironmentVariable('STRIPE_SECRET_KEY', '')
param stripeWebhookSecret = readEnvironmentVariable('STRIPE_WEBHOOK_SECRET', '')
param carrierProvider = readEnvironmentVariable('CARRIER_PROVIDER', 'sandbox')
param mailTransport = readEnvironmentVariable('MAIL_TRANSPORT', 'outbox')
param smtpUrl = readEnvironmentVariable('SMTP_URL', '')
param webhookEndpoints = readEnvironmentVariable('WEBHOOK_ENDPOINTS', '')
param mailFrom = readEnvironmentVariable('MAIL_FROM', 'Cartwright Shop <shop@cartwright.example>')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param signInSecret = readEnvironmentVariable('SIGN_IN_SECRET', '')
param appSize = { maximumInstanceCount: 5 }
param monthlyBudget = 20
param budgetStartDate = readEnvironmentVariable('BUDGET_START_DATE', '')
param fingerprint = readEnvironmentVariable('RESOURCES_FINGERPRINT', '')
