// The API's description of itself.

import { api } from '../compose/api';
import { app } from '../compose/app';

app.http('getOpenApi', {
  methods: ['GET'],
  route: 'openapi.json',
  authLevel: 'anonymous',
  handler: api.getOpenApi,
});

app.http('getDocs', {
  methods: ['GET'],
  route: 'docs',
  authLevel: 'anonymous',
  handler: api.getDocs,
});
