// An empty function, and one that returns the completion counts of the others.

const { app } = require('@azure/functions');
const { waitBeyond } = require('../completions');

app.http('empty', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ status: 200 }) });

app.http('completions', {
  methods: ['GET'],
  route: 'completions/{name}',
  authLevel: 'anonymous',
  handler: async ({ params, query }) => ({
    body: String(await waitBeyond(params.name, Number(query.get('known')), 1000)),
  }),
});
