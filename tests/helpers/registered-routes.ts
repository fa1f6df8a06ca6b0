// The HTTP functions of the app as it registers them with the platform, to be called without a host. A test file that imports this
// gets the whole app, so that a route cannot be left out of what holds for every route.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import type { HttpHandler } from '../../src/shared/http/http';

export interface RegisteredRoute {
  name: string;
  /** As registered, such as `api/cart/lines/{sku}`. */
  template: string;
  /** One of its paths. */
  path: string;
  methods: string[];
  authLevel: string;
  handler: HttpHandler;
}

interface Metadata {
  name: string;
  bindings: Record<string, { type: string; route?: string; methods?: string[]; authLevel?: string }>;
}

/** Loads src/functions with the settings of the sample, and notes what it registers. */
export function registeredRoutes(): RegisteredRoute[] {
  const routes: RegisteredRoute[] = [];
  const platform = {
    setProgrammingModel: () => undefined,
    registerHook: () => undefined,
    registerFunction({ name, bindings }: Metadata, handler: HttpHandler) {
      const trigger = Object.values(bindings).find(({ type }) => type === 'httpTrigger');
      if (!trigger) return;
      const { route: template = '', methods = [], authLevel = '' } = trigger;
      routes.push({ name, template, path: pathOf(template), methods, authLevel, handler });
    },
  };
  jest.doMock('@azure/functions-core', () => platform, { virtual: true });
  const sample = JSON.parse(readFileSync(join(repositoryRoot(), 'local.settings.sample.json'), 'utf8'));
  const localHost = { WEBSITE_HOSTNAME: 'localhost:7071', AZURE_FUNCTIONS_ENVIRONMENT: 'Development' };
  Object.assign(process.env, sample.Values, localHost);
  const folder = join(repositoryRoot(), 'src/functions');
  jest.isolateModules(() => {
    for (const file of readdirSync(folder)) require(join(folder, file));
  });
  return routes;
}

/** Each parameter is replaced by a letter. */
function pathOf(template: string): string {
  return template.replace(/\{\w+\}/g, 'a');
}
