// Alerts only for what needs somebody's attention. Log queries run every 15 minutes: every 5 would cost three times as much.
// Each covers twice that time, because log lines arrive late; a rule that is already firing does not fire again.

param token string
param location string
param tags { *: string }
param workspaceName string
param eventTopicName string
param cosmosAccountName string
param withCosmos bool
param email string

type LogAlert = { name: string, description: string, severity: int, threshold: int, query: string }

var logAlerts LogAlert[] = [
  {
    name: 'poison'
    description: 'A message could not be processed and was moved to a poison queue.'
    severity: 1
    threshold: 0
    query: 'AppTraces | where Message startswith "Message has reached MaxDequeueCount"'
  }
  {
    name: 'failed-orchestration'
    description: 'An orchestration failed because of a fault in the code: a refused order ends as Completed.'
    severity: 1
    threshold: 0
    query: 'AppTraces | where Properties.Category == "Host.Triggers.DurableTask" and Properties.prop__functionType == "Orchestrator" and Properties.prop__state == "Failed" and tostring(Properties.prop__isReplay) =~ "false"'
  }
  {
    name: 'http-5xx'
    description: 'More than five requests returned a 5xx status.'
    severity: 2
    threshold: 5
    query: 'AppRequests | where toint(ResultCode) between (500 .. 599)'
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = { name: workspaceName }
resource eventTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = { name: eventTopicName }
resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: cosmosAccountName }

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${token}'
  #disable-next-line no-hardcoded-location
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'shop'
    enabled: true
    emailReceivers: empty(email) ? [] : [{ name: 'owner', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for item in logAlerts: {
    name: '${item.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: item.name
      description: item.description
      severity: item.severity
      enabled: true
      scopes: [workspace.id]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      autoMitigate: true
      // A new workspace has no tables yet, so validation would reject the query.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: item.query
            // A sampled row stands for `ItemCount` rows.
            metricMeasureColumn: 'ItemCount'
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: item.threshold
          }
        ]
      }
      actions: { actionGroups: [actionGroup.id] }
    }
  }
]

module deadLetters 'metric-alert.bicep' = {
  params: {
    name: 'dead-letters-${token}'
    tags: tags
    description: 'Event Grid could not deliver an upload event and stored it in the container eventgrid-deadletter.'
    resourceId: eventTopic.id
    metric: 'DeadLetteredCount'
    aggregation: 'Total'
    actionGroupId: actionGroup.id
  }
}

module cosmosThrottled 'metric-alert.bicep' = if (withCosmos) {
  params: {
    name: 'cosmos-429-${token}'
    tags: tags
    description: 'Cosmos DB throttled cart requests (429).'
    resourceId: cosmos.id
    metric: 'TotalRequests'
    aggregation: 'Count'
    dimension: { name: 'StatusCode', value: '429' }
    actionGroupId: actionGroup.id
  }
}
