// Formats the function list that the console shows after start-up, with urls and trigger types, as in Core Tools.

import type { HttpRoute } from '../triggers/http/router';
import type { RegisteredFunction } from '../worker/function-registry';

export function functionList(functions: RegisteredFunction[], routes: HttpRoute[], origin: string): string {
  const http = routes.map(({ fn, methods, template }) => `\t${fn.name}: [${methods.join(',')}] ${origin}/${template}`);
  const others = functions
    .filter((fn) => !routes.some((route) => route.fn === fn))
    .map((fn) => `\t${fn.name}: ${fn.trigger.type}`);
  return ['', 'Functions:', ...http.map(spaced), ...others.map(spaced), ''].join('\n');
}

function spaced(line: string): string {
  return `\n${line}`;
}
