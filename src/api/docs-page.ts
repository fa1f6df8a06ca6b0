// The description of the API as one page of HTML, without scripts. It says what the document says.

import { type ErrorCode, problems } from '../shared/http/errors';
import { docsStyle } from './docs-style';
import { code, example, htmlOf, inlineHtml, table } from './html';
import type { MediaType, OpenApiDocument, OperationObject, ResponseObject } from './openapi-types';
import { membersOf, typeOf } from './schema-html';

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
${table(['code', 'status', 'meaning'], Object.entries(problems).map(problemRow))}
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
  const callers = security.map((one) => Object.keys(one).join(' and ') || 'anyone').join(', or ');
  const parameterRows = parameters.map((one) => {
    const need = one.required ? 'required' : '';
    return [code(one.name), one.in, typeOf(one.schema), need, inlineHtml(one.description)];
  });
  return `<section id="${operationId}">
<h3><span class="method">${method}</span> <code>/api${path}</code></h3>
<p>${inlineHtml(summary)}. <span class="who">Who: <a href="#callers">${callers}</a></span></p>
${said(description)}
${table(['parameter', 'in', 'type', '', 'meaning'], parameterRows)}
${requestBody ? `<h4>Body${requestBody.required ? '' : ' (may be left out)'}</h4>${media(requestBody.content)}` : ''}
${Object.entries(responses).map(response).join('')}
</section>`;
}

function response([status, { description, headers, content = {} }]: [string, ResponseObject]): string {
  const named = Object.keys(headers ?? {}).map((name) => `<a href="#headers">${code(name)}</a>`);
  const isProblem = 'application/problem+json' in content;
  return `<h4>${status}</h4>${htmlOf(description)}
${named.length > 0 ? `<p class="who">Headers: ${named.join(', ')}</p>` : ''}
${isProblem ? '' : media(content)}`;
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

function problemRow([name, { status, title }]: [string, (typeof problems)[ErrorCode]]): string[] {
  return [`<span id="${name}">${code(name)}</span>`, String(status), title];
}

function said(text: unknown): string {
  return typeof text === 'string' ? htmlOf(text) : '';
}
