// For those who run the app.

import { app } from '@azure/functions';
import { operations } from '../app';

app.http('health', {
  methods: ['GET'],
  route: 'health',
  authLevel: 'anonymous',
  handler: operations.health,
});
