// The operations that describe the API.

import { z } from 'zod';
import type { AreaApi } from '../shared/http/operation';

export const descriptionApi = {
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    access: 'anyone',
    summary: 'Read this description',
    description: 'An OpenAPI 3.1 document, made from the schemas that check requests and answers.',
    headers: { 'If-None-Match': 'optional' },
    answers: {
      200: {
        meaning: 'The description.',
        schema: z.looseObject({ openapi: z.string() }).describe('An OpenAPI document.'),
        headers: ['ETag', 'Cache-Control'],
      },
      304: { meaning: 'The client has the current description.', headers: ['ETag', 'Cache-Control'] },
    },
    isStatic: true,
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    access: 'anyone',
    summary: 'Read this description as a page',
    headers: { 'If-None-Match': 'optional' },
    answers: {
      200: {
        meaning: 'A page without scripts that loads nothing else.',
        schema: z.string(),
        contentType: 'text/html',
        headers: ['ETag', 'Cache-Control'],
      },
      304: { meaning: 'The client has the current page.', headers: ['ETag', 'Cache-Control'] },
    },
    isStatic: true,
  },
} as const satisfies AreaApi;
