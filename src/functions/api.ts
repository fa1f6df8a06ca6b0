// The API's description of itself.

import { api } from '../compose/api';
import { app } from '../compose/app';

app.http('getOpenApi', {
  methods: ['GET'],
  route: 'api/openapi.json',
  authLevel: 'anonymous',
  handler: api.getOpenApi,
});

app.http('getDocs', {
  methods: ['GET'],
  route: 'api/docs',
  authLevel: 'anonymous',
  handler: api.getDocs,
});
