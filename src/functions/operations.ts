// For operators: health, overview, poisoned messages, the generic starter, the clean-up of finished instances, and the sweep over
// uploads whose event never came.

import * as df from 'durable-functions';
import { app } from '../compose/app';
import { operations } from '../compose/operations';

app.http('health', {
  methods: ['GET'],
  route: 'api/health',
  authLevel: 'anonymous',
  handler: operations.health,
});

app.http('getOverview', {
  methods: ['GET'],
  route: 'api/admin/overview',
  authLevel: 'function',
  extraInputs: [df.input.durableClient()],
  handler: operations.getOverview,
});

app.http('listPoison', {
  methods: ['GET'],
  route: 'api/admin/poison',
  authLevel: 'function',
  handler: operations.listPoison,
});

app.http('replayPoison', {
  methods: ['POST'],
  route: 'api/admin/poison/{queue}/replay',
  authLevel: 'function',
  handler: operations.replayPoison,
});

app.http('startOrchestrator', {
  methods: ['POST'],
  route: 'api/orchestrators/{name}',
  authLevel: 'function',
  extraInputs: [df.input.durableClient()],
  handler: operations.startOrchestrator,
});

app.timer('purgeFinishedInstances', {
  schedule: '0 10 * * * *',
  extraInputs: [df.input.durableClient()],
  handler: operations.purgeFinishedInstances,
});

app.timer('sweepUploads', { schedule: '0 */5 * * * *', handler: operations.sweepUploads });

// Whatever no other route of the API takes, by path or by method. The host tries routes in the order of their functions' names, so this
// name must stay the last one.
app.http('zzUnknownRoute', {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  route: 'api/{*path}',
  authLevel: 'anonymous',
  handler: operations.unknownRoute,
});
