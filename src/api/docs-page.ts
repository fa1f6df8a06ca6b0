// The description of the API as one page of HTML, without scripts. It says what the document says.

import { type ErrorCode, problems } from '../shared/http/errors';
import { problemSchemaName } from '../shared/http/problem-schemas';
import { docsStyle } from './docs-style';
import { code, example, htmlOf, inlineHtml, table } from './html';
import type { MediaType, OpenApiDocument, OperationObject, ResponseObject } from './openapi-types';
import { membersOf, typeOf } from './schema-html';

type ProblemEntry = [ErrorCode, (typeof problems)[ErrorCode]];

interface Listed extends OperationObject {
  method: string;
  path: string;
}

export function docsPage(document: OpenApiDocument): string {
  const { info, tags, components } = document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Listed => ({ ...one, method: method.toUpperCase(), path })),
  );
  const inArea = (tag: string) => operations.filter((one) => one.tags.includes(tag));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${info.title} API</title><style>${docsStyle}</style></head>
<body>
<h1>${info.title} API ${info.version}</h1>
<p>${inlineHtml(info.summary)} For tools: <a href="openapi.json">openapi.json</a>.</p>
${htmlOf(info.description)}
<nav>${tags.map(({ name }) => `<h4><a href="#${anchor(name)}">${name}</a></h4>${contents(inArea(name))}`).join('')}
<h4><a href="#callers">Who is calling</a> · <a href="#problems">Problems</a> · <a href="#headers">Headers</a> · <a href="#schemas">Schemas</a></h4></nav>
${tags.map(({ name, description }) => `<h2 id="${anchor(name)}">${name}</h2>${htmlOf(description)}${inArea(name).map(operation).join('')}`).join('\n')}
<h2 id="callers">Who is calling</h2>
${Object.entries(components.securitySchemes).map(scheme).join('')}
<h2 id="problems">Problems</h2>
${table(
  ['code', 'status', 'meaning', 'members'],
  (Object.entries(problems) as ProblemEntry[]).map((entry) => problemRow(entry, components.schemas)),
)}
<h2 id="headers">Headers of answers</h2>
${table(
  ['header', 'meaning'],
  Object.entries(components.headers).map(([name, { description }]) => [code(name), inlineHtml(description)]),
)}
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas)
  .map(
    ([name, schema]) =>
      `<h3 id="schema-${name}">${name}</h3>${said(schema.description)}${membersOf(schema) || `<p>${typeOf(schema)}</p>`}`,
  )
  .join('')}
</body>
</html>
`;
}

/** Ids of headings. */
function anchor(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

function contents(operations: readonly Listed[]): string {
  const items = operations.map(({ operationId, method, path }) => {
    return `<li><a href="#${operationId}"><code>${method} ${path}</code></a></li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

function operation({ operationId, method, path, summary, description, security, ...parts }: Listed): string {
  const { parameters = [], requestBody, responses } = parts;
  const parameterRows = parameters.map((one) => {
    const need = one.required ? 'required' : '';
    return [code(one.name), one.in, typeOf(one.schema), need, inlineHtml(one.description)];
  });
  return `<section id="${operationId}">
<h3><span class="method">${method}</span> <code>/api${path}</code></h3>
<p>${inlineHtml(summary)}. <span class="who">Who: ${security.map(caller).join(', or ')}</span></p>
${said(description)}
${table(['parameter', 'in', 'type', '', 'meaning'], parameterRows)}
${requestBody ? `<h4>Body${requestBody.required ? '' : ' (may be left out)'}</h4>${media(requestBody.content)}` : ''}
${Object.entries(responses).map(response).join('')}
</section>`;
}

function caller(requirement: Partial<Record<string, string[]>>, _at: number, all: readonly object[]): string {
  const [scheme] = Object.keys(requirement);
  if (scheme !== undefined) return `<a href="#caller-${scheme}">${scheme}</a>`;
  return all.length > 1 ? 'a new guest' : 'anyone';
}

function response([status, { description, headers, content = {} }]: [string, ResponseObject]): string {
  const named = Object.keys(headers ?? {}).map((name) => `<a href="#headers">${code(name)}</a>`);
  const isProblem = 'application/problem+json' in content;
  return `<h4>${status}</h4>${isProblem ? withLinks(htmlOf(description)) : htmlOf(description)}
${named.length > 0 ? `<p class="who">Headers: ${named.join(', ')}</p>` : ''}
${isProblem ? '' : media(content)}`;
}

/** The codes of problems lead to their explanation. */
function withLinks(html: string): string {
  return html.replace(/<code>([A-Z_.]+)<\/code>/g, '<a href="#$1">$&</a>');
}

function media(content: Record<string, MediaType>): string {
  return Object.entries(content)
    .map(([type, { schema, example: shown }]) => {
      return `<p>${code(type)}: ${typeOf(schema)}</p>${membersOf(schema)}${shown === undefined ? '' : example(shown)}`;
    })
    .join('');
}

function scheme([name, { in: place, name: parameter, description }]: [string, Record<string, unknown>]): string {
  return `<h3 id="caller-${name}">${name}</h3><p>${code(String(parameter))} (${place}). ${inlineHtml(String(description))}</p>`;
}

/** A code that no operation can have, such as that of a path without one, has no schema. */
function problemRow([name, { status, title }]: ProblemEntry, schemas: Record<string, unknown>): string[] {
  const schema = problemSchemaName(name);
  const members = schema in schemas ? `<a href="#schema-${schema}">${schema}</a>` : '';
  return [`<span id="${name}">${code(name)}</span>`, String(status), title, members];
}

function said(text: unknown): string {
  return typeof text === 'string' ? htmlOf(text) : '';
}
