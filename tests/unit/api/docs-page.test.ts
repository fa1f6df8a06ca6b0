// The docs page: everything that the document says, under a policy that allows one style and nothing else.

import { createHash } from 'node:crypto';
import { apiAreas } from '../../../src/api/api-description';
import { docsPage } from '../../../src/api/docs-page';
import { makeDescriptionHandlers } from '../../../src/api/handlers';
import { makeOpenApiDocument } from '../../../src/api/openapi-document';
import { problems } from '../../../src/shared/http/errors';
import { call } from '../../helpers/http';

const document = makeOpenApiDocument(apiAreas);
const page = docsPage(document);
const idsIn = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

it('has a place for each operation, problem and schema', () => {
  const operations = apiAreas.flatMap(({ operations: all }) => Object.keys(all));
  const schemas = Object.keys(document.components.schemas).map((name) => `schema-${name}`);
  expect(idsIn(page)).toEqual(expect.arrayContaining([...operations, ...Object.keys(problems), ...schemas]));
});

it('has each place once, and links that lead to one', () => {
  const ids = idsIn(page);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
});

it('has no script, and loads nothing', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\sstyle=|javascript:|@import|url\(/i);
  expect([...page.matchAll(/href="([^"#][^"]*)"/g)].map(([, link]) => link)).toEqual(['openapi.json']);
});

it('shows text of the description as text', () => {
  const [first, ...others] = apiAreas;
  const hostile = {
    ...first,
    name: 'Hostile',
    description: '<img src=x> & `<b>`',
    operations: first?.operations ?? {},
  };
  const html = docsPage(makeOpenApiDocument([hostile, ...others]));
  expect(html).toContain('&lt;img src=x&gt; &amp; <code>&lt;b&gt;</code>');
});

it('is served under a policy that allows its style alone', async () => {
  const { getDocs } = makeDescriptionHandlers();
  const { status, headers, body } = await call(getDocs);
  expect([status, headers.get('content-type'), body]).toEqual([200, 'text/html; charset=utf-8', page]);
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers.get('content-security-policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

it.each(['getOpenApi', 'getDocs'] as const)(
  '%s answers 304 to a client that has it, and 400 to an unknown parameter',
  async (name) => {
    const handler = makeDescriptionHandlers()[name];
    const { headers } = await call(handler);
    const known = await call(handler, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect([known.status, known.body]).toEqual([304, undefined]);
    expect([...known.headers.keys()].toSorted()).toEqual(['cache-control', 'etag']);
    expect(await call(handler, { query: '?format=yaml' })).toMatchObject({
      status: 400,
      body: { code: 'REQUEST.INVALID' },
    });
  },
);

it('getOpenApi answers with the document', async () => {
  const { status, body } = await call(makeDescriptionHandlers().getOpenApi);
  expect([status, body]).toEqual([200, JSON.parse(JSON.stringify(document))]);
});
