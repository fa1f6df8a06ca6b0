// A function that sends many queue messages per request, and one that receives them.

const { app, output } = require('@azure/functions');
const { completed } = require('../completions');

const queue = { queueName: 'bench-messages', connection: 'AzureWebJobsStorage' };
const messages = output.storageQueue(queue);

app.http('send', {
  methods: ['POST'],
  route: 'send/{count:int}',
  authLevel: 'anonymous',
  extraOutputs: [messages],
  handler: ({ params }, context) => {
    context.extraOutputs.set(
      messages,
      Array.from({ length: Number(params.count) }, (_, i) => `message ${i}`),
    );
    return { status: 202 };
  },
});

app.storageQueue('receive', { ...queue, handler: () => completed('receive') });
