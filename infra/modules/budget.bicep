// Sends notifications at 80 % of the budget, and when the forecast exceeds it. It does not stop any resource.

param amount int
param email string
param startDate string

var to = empty(email) ? { contactEmails: [], contactRoles: ['Owner'] } : { contactEmails: [email], contactRoles: [] }

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'monthly'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: {
      actual80: union(to, { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual' })
      forecast100: union(to, { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted' })
    }
  }
}
