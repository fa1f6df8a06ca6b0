// Checks that the local host supports every trigger and binding of an app. If not, the start fails with one clear line,
// because an app that silently runs only in part would be worse.

import type { Bindings } from '../bindings/bindings';
import { isObject } from '../config/host-json-overrides';
import { StartupError } from '../core/startup-error';
import { durableTriggers } from '../taskhub/durable-triggers';
import type { RegisteredFunction } from '../worker/function-registry';

const triggers = new Set([
  ...durableTriggers,
  'httptrigger',
  'queuetrigger',
  'blobtrigger',
  'timertrigger',
  'cosmosdbtrigger',
  'eventgridtrigger',
  'warmuptrigger',
  'manualtrigger',
]);

/**
 * Disabled functions need no support.
 * @throws StartupError that names every enabled function with an unsupported trigger or binding.
 */
export function checkSupport(functions: RegisteredFunction[], bindings: Bindings): void {
  const unsupported = functions.flatMap((fn) => {
    const what = unsupportedPart(fn, bindings);
    return what === undefined ? [] : [`Function '${fn.name}' ${what}, which the local host does not support.`];
  });
  if (unsupported.length > 0) {
    const advice = 'Run this app with Azure Functions Core Tools (func start).';
    throw new StartupError(`${unsupported.join('\n')} ${advice}`);
  }
  const cosmos = functions.find((fn) => Object.values(fn.bindings).some(({ type }) => /^cosmosdb/i.test(type)));
  if (cosmos) checkCosmosClient(cosmos);
}

function unsupportedPart(fn: RegisteredFunction, bindings: Bindings): string | undefined {
  if (!triggers.has(fn.trigger.type.toLowerCase())) return `is triggered by a ${fn.trigger.type}`;
  for (const [name, { type, direction, properties, durableRequiresGrpc }] of Object.entries(fn.bindings)) {
    if (durableRequiresGrpc === true) return `needs the gRPC protocol of durable-functions 4 (binding "${type}")`;
    if (isDeferred(properties)) return `has a binding "${type}" with sdkBinding`;
    if (name === fn.trigger.name || ownBindings.has(type.toLowerCase())) continue;
    if (!bindings.supports(type, direction)) {
      return `has a binding "${type}" (${direction === 'in' ? 'input' : 'output'})`;
    }
  }
  return undefined;
}

/** Does the app use durable-functions? */
export function usesDurable(functions: RegisteredFunction[]): boolean {
  return functions.some((fn) =>
    Object.values(fn.bindings).some(
      ({ type }) => durableTriggers.has(type.toLowerCase()) || /^durableclient$/i.test(type),
    ),
  );
}

/** Bindings that the host resolves itself, without `bindings/`. */
const ownBindings = new Set(['http', 'durableclient']);

/** The host does not depend on @azure/cosmos itself: few apps need it, and it is large. */
function checkCosmosClient(fn: RegisteredFunction): void {
  try {
    require.resolve('@azure/cosmos');
  } catch (cause) {
    throw new StartupError(
      `Function '${fn.name}' uses Cosmos DB, but the package @azure/cosmos is not installed. Run \`npm install --save-dev @azure/cosmos\`.`,
      { cause },
    );
  }
}

/** True if the app expects a client of the service instead of a value. */
function isDeferred(properties: unknown): boolean {
  return isObject(properties) && String(properties.supportsDeferredBinding).toLowerCase() === 'true';
}
