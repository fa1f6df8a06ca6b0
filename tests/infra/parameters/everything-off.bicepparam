// For tests: only the required parameters.
using '../../../infra/main.bicep'

param environmentName = 'all'
param location = 'northeurope'
param sessionSecret = 'a-session-secret-for-tests-of-the-template'
param sessionSecretPrevious = ''
param carrierWebhookSecret = 'a-carrier-secret-for-tests-of-the-template'
param mailFrom = 'Cartwright Shop <shop@cartwright.example>'
param budgetStartDate = '2026-11-01'
param settings = { ALLOW_SANDBOX: 'true' }
