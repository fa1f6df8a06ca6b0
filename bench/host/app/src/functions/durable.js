// Orchestrations and an entity that do no work, to measure the host alone.

const { setImmediate: nextTurn } = require('node:timers/promises');
const { app } = require('@azure/functions');
const df = require('durable-functions');
const { completed } = require('../completions');

/** Yields to the event loop once, as an activity with I/O does. */
df.app.activity('next', {
  handler: async (number) => {
    await nextTurn();
    return number + 1;
  },
});

df.app.orchestration('chain', function* ({ df }) {
  let number = df.getInput();
  for (let i = 0; i < 5; i++) number = yield df.callActivity('next', number);
  completed('chain');
  return number;
});

df.app.orchestration('fanOut', function* ({ df }) {
  const numbers = Array.from({ length: df.getInput() }, (_, i) => i);
  const results = yield df.Task.all(numbers.map((number) => df.callActivity('next', number)));
  completed('fanOut');
  return results.reduce((sum, result) => sum + result, 0);
});

df.app.entity('counter', ({ df }) => {
  df.setState(df.getState(() => 0) + df.getInput());
  completed('counter');
});

app.http('start', {
  methods: ['POST'],
  route: 'start/{orchestration}',
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const id = await client.startNew(request.params.orchestration, { input: await request.json() });
    return client.createCheckStatusResponse(request, id);
  },
});
