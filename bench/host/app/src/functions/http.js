// An empty function, and the notes of what the others have done.

const { app } = require('@azure/functions');
const { beyond } = require('../notes');

app.http('empty', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ status: 200 }) });

app.http('notes', {
  methods: ['GET'],
  route: 'notes/{name}',
  authLevel: 'anonymous',
  handler: async ({ params, query }) => ({ body: String(await beyond(params.name, Number(query.get('known')), 1000)) }),
});
