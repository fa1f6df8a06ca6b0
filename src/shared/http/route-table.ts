// The routes of the app, as they are registered: so that a request by a method that its route does not take can be told which ones
// it does.

export interface RouteTable {
  /** @param template as registered, such as `api/cart/lines/{sku}`. */
  add(template: string, methods: readonly string[]): void;
  /** The methods that the routes at a path take, in the order of their registration; none when no route has the path. */
  methodsAt(path: string): string[];
}

export function makeRouteTable(): RouteTable {
  const routes: { pattern: RegExp; methods: readonly string[] }[] = [];
  return {
    add(template, methods) {
      // The route for everything else takes every path, and answers none.
      if (!template.includes('{*')) routes.push({ pattern: patternOf(template), methods });
    },
    methodsAt(path) {
      const plain = path.replace(/^\/|\/$/g, '');
      return [...new Set(routes.flatMap(({ pattern, methods }) => (pattern.test(plain) ? methods : [])))];
    },
  };
}

/** Literal segments match in any case, as in the host; a parameter matches one segment. */
function patternOf(template: string): RegExp {
  const segments = template.split('/').map((segment) => {
    return segment.startsWith('{') ? '[^/]+' : segment.replace(/[^\w-]/g, '\\$&');
  });
  return new RegExp(`^${segments.join('/')}$`, 'i');
}
