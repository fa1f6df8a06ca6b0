// Finds the function for a request: the first in alphabetical order whose route and method match.
// A route with another method does not match, so the response is 404, never 405, as in the genuine host.

import { resolveSettings, type Setting } from '../../config/resolve-settings';
import { StartupError } from '../../core/startup-error';
import type { RegisteredFunction } from '../../worker/function-registry';
import { makeRouteMatcher, type RouteMatcher, splitPath } from './route-matcher';

export type AuthLevel = 'anonymous' | 'function' | 'admin';

export interface HttpRoute {
  fn: RegisteredFunction;
  methods: string[];
  authLevel: AuthLevel;
  /** Prefix and route without a leading slash, as shown on the console: `api/items/{id}`. */
  template: string;
  matches: RouteMatcher;
  /** True if other bindings of the function may use values of the request. */
  bindsExpressions: boolean;
  /** Available to administrators only. */
  disabled: boolean;
}

export interface RouteMatch {
  route: HttpRoute;
  params: Record<string, string>;
}

export interface Router {
  routes: HttpRoute[];
  /** @param path without query, still encoded. */
  match(method: string, path: string): RouteMatch | undefined;
}

export interface RouterOptions {
  routePrefix: string;
  setting: Setting;
  isDisabled(functionName: string): boolean;
}

/**
 * @param functions in alphabetical order; functions without an HTTP trigger are ignored.
 * @throws StartupError that names the function with an invalid route.
 */
export function makeRouter(functions: RegisteredFunction[], options: RouterOptions): Router {
  const routes = functions
    .filter((fn) => fn.trigger.type.toLowerCase() === 'httptrigger')
    .map((fn) => makeRoute(fn, options));
  return {
    routes,
    match(method, path) {
      const segments = splitPath(path);
      for (const route of routes) {
        if (!route.methods.includes(method)) continue;
        const params = route.matches(segments);
        if (params) return { route, params };
      }
      return undefined;
    },
  };
}

function makeRoute(fn: RegisteredFunction, options: RouterOptions): HttpRoute {
  const { route, methods, authLevel } = fn.trigger;
  let own = typeof route === 'string' && route !== '' ? route.replace(/^\/+/, '') : fn.name;
  try {
    own = resolveSettings(own, options.setting);
    if (reserved.test(own)) throw new Error('it conflicts with one or more built in routes');
    const template = [options.routePrefix, own].filter((part) => part !== '').join('/');
    return {
      fn,
      methods: Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : ['GET', 'POST'],
      authLevel: readAuthLevel(authLevel),
      template,
      matches: makeRouteMatcher(template),
      bindsExpressions: Object.values(fn.bindings).some(({ type }) => !plainBindings.has(type.toLowerCase())),
      disabled: options.isDisabled(fn.name),
    };
  } catch (cause) {
    throw new StartupError(`The route "${own}" of function '${fn.name}' is not valid: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

/** Rejected with any route prefix, as in the genuine host, although a prefix would avoid the conflict. */
const reserved = /^(?:admin|runtime)/i;

/** Bindings that use no values of the request. */
const plainBindings = new Set(['httptrigger', 'http', 'durableclient']);

function readAuthLevel(written: unknown): AuthLevel {
  const level = String(written ?? 'anonymous').toLowerCase();
  if (level === 'anonymous' || level === 'function' || level === 'admin') return level;
  throw new Error(`the authLevel "${written}" is not known`);
}
