// Composes the OpenAPI document from the areas' operations.

import type { z } from 'zod';
import { type ErrorCode, problems } from '../shared/http/errors';
import type { Operation, OperationAnswer, RequestHeader } from '../shared/http/operation';
import { problemSchemaOf } from '../shared/http/problem-schemas';
import type { DescribedArea } from './api-description';
import { answerHeaders, requestHeaders } from './api-headers';
import { apiText, apiVersion } from './api-info';
import { type ComponentSchemas, makeComponentSchemas } from './component-schemas';
import type { JsonSchema, OpenApiDocument, OperationObject, ParameterObject, ResponseObject } from './openapi-types';
import { problemsOf } from './problems-of';
import { requirementsOf, securitySchemes } from './security-schemes';

type SchemaOf = ComponentSchemas['schemaOf'];
type HeaderName = keyof typeof answerHeaders;

const json = 'application/json';

/** @throws when two different schemas have one id. */
export function makeOpenApiDocument(areas: readonly DescribedArea[]): OpenApiDocument {
  const { schemaOf, components } = makeComponentSchemas();
  const paths: OpenApiDocument['paths'] = {};
  for (const { name: tag, operations } of areas) {
    for (const [name, operation] of Object.entries<Operation>(operations)) {
      const { path, method } = operation;
      paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(name, tag, operation, schemaOf) };
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Cartwright',
      version: apiVersion,
      summary: 'The back end of a small web shop: catalog, pictures, carts, stock and orders.',
      description: apiText,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api', description: 'This app.' }],
    tags: areas.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
      headers: answerHeaders,
      securitySchemes,
    },
  };
}

function operationObject(name: string, tag: string, operation: Operation, schemaOf: SchemaOf): OperationObject {
  const { summary, description, access, body } = operation;
  const parameters = parametersOf(operation, schemaOf);
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: requirementsOf[access],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: body.isRequired ?? true,
        content: {
          [body.contentType ?? json]: { schema: schemaOf(body.schema, 'input'), example: body.example },
        },
      },
    }),
    responses: { ...answersOf(operation, schemaOf), ...problemAnswersOf(operation, schemaOf) },
  };
}

function parametersOf({ params = {}, query, headers = {} }: Operation, schemaOf: SchemaOf): ParameterObject[] {
  const inPath = Object.entries(params).map(([name, schema]) =>
    parameter(name, 'path', true, schemaOf(schema, 'input')),
  );
  const inQuery = Object.entries<z.ZodType>(query?.shape ?? {}).map(([name, schema]) =>
    parameter(name, 'query', !schema.safeParse(undefined).success, schemaOf(schema, 'input')),
  );
  const inHeaders = Object.entries(headers).map(([name, need]): ParameterObject => {
    return { name, in: 'header', required: need === 'required', ...requestHeaders[name as RequestHeader] };
  });
  return [...inPath, ...inQuery, ...inHeaders];
}

/** A description beside the schema is what pages and generated clients show. */
function parameter(
  name: string,
  place: ParameterObject['in'],
  required: boolean,
  { description, examples, ...schema }: JsonSchema,
): ParameterObject {
  const [example] = Array.isArray(examples) ? examples : [];
  return {
    ...{ name, in: place, required },
    description: typeof description === 'string' ? description : `The ${name}.`,
    schema,
    ...(example !== undefined && { example }),
  };
}

function answersOf(operation: Operation, schemaOf: SchemaOf): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, answer]) => [status, answerObject(operation, answer, schemaOf)]),
  );
}

function answerObject(operation: Operation, answer: OperationAnswer, schemaOf: SchemaOf): ResponseObject {
  const { meaning, schema, contentType = json, headers = [], example } = answer;
  const names = [...headers, ...impliedHeaders(operation)];
  return {
    description: meaning,
    headers: references(names),
    ...(schema && {
      content: { [contentType]: { schema: schemaOf(schema, 'output'), ...(example !== undefined && { example }) } },
    }),
  };
}

function impliedHeaders({ access, method }: Operation): HeaderName[] {
  if (access !== 'caller' && access !== 'linkHolder') return ['x-request-id'];
  return ['x-request-id', 'Set-Cookie', ...(method === 'GET' ? [] : (['RateLimit', 'RateLimit-Policy'] as const))];
}

function problemAnswersOf(operation: Operation, schemaOf: SchemaOf): Record<string, ResponseObject> {
  const answers = [...problemsOf(operation)].map(([status, codes]): [string, ResponseObject] => [
    String(status),
    problemAnswer(status, codes, schemaOf),
  ]);
  const ofPlatform = {
    401: { description: 'The function key is missing or wrong. The platform answers, without a body.' },
  };
  return { ...(operation.access === 'owner' && ofPlatform), ...Object.fromEntries(answers) };
}

function problemAnswer(
  status: number,
  codes: readonly [ErrorCode, ...ErrorCode[]],
  schemaOf: SchemaOf,
): ResponseObject {
  const meanings = codes.map((code) => `- \`${code}\`: ${problems[code].title}.`);
  const headers: HeaderName[] = [
    'x-request-id',
    ...(status === 429 || status === 503 ? (['Retry-After'] as const) : []),
    ...(status === 429 ? (['RateLimit', 'RateLimit-Policy'] as const) : []),
  ];
  return {
    description: meanings.join('\n'),
    headers: references(headers),
    content: { 'application/problem+json': { schema: schemaOf(problemSchemaOf(codes), 'output') } },
  };
}

function references(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
