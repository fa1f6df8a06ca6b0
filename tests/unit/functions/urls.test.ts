// Clients, mails, webhooks and Event Grid know the urls of the API: none ever changes. The file beside this one has those that the
// app had when its routes began to carry `api/` themselves.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';
import { registeredRoutes } from '../../helpers/registered-routes';
import known from './api-urls.json';

const { routePrefix } = JSON.parse(readFileSync(join(repositoryRoot(), 'host.json'), 'utf8')).extensions.http;
const urls = registeredRoutes().map(({ name, methods, template, authLevel }) => {
  const asked = methods.filter((method) => method !== 'HEAD').join(' ');
  return `${name} ${asked} /${[routePrefix, template].filter(Boolean).join('/')} ${authLevel}`;
});

test.each(known)('%s', (url) => {
  expect(urls).toContain(url);
});

test('only pages and their assets are outside /api', () => {
  const outside = urls.filter((url) => !url.includes(' /api/')).map((url) => url.split(' ')[2]);
  const pages = [
    '//',
    '/assets/{file}',
    '/cart',
    '/checkout',
    '/console',
    '/orders',
    '/orders/{orderId}',
    '/products/{sku}',
  ];
  expect(outside.toSorted()).toEqual(pages);
});
