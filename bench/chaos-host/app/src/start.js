// Starts an orchestration with the durable client, as an app does.

const { app } = require('@azure/functions');
const df = require('durable-functions');

app.http('start', {
  methods: ['POST'],
  route: 'start/{orchestrator}/{id}',
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const { orchestrator, id } = request.params;
    await client.startNew(orchestrator, { instanceId: id, input: await request.json() });
    return client.createCheckStatusResponse(request, id);
  },
});
