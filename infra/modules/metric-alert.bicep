// An alert that fires when a metric is not zero.

param name string
param tags { *: string }
param description string
param resourceId string
param metric string
param aggregation 'Total' | 'Count'
param dimension { name: string, value: string }?
param actionGroupId string

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: name
  #disable-next-line no-hardcoded-location
  location: 'global'
  tags: tags
  properties: {
    description: description
    severity: 2
    enabled: true
    scopes: [resourceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: metric
          metricName: metric
          timeAggregation: aggregation
          operator: 'GreaterThan'
          threshold: 0
          dimensions: dimension == null
            ? []
            : [{ name: dimension!.name, operator: 'Include', values: [dimension!.value] }]
        }
      ]
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}
