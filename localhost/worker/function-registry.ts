// The functions that an app registers, with their bindings, as @azure/functions passes them to the core module.
// The registry is open while the app's files load, and locked after that.

import { systemError } from './system-error';

/**
 * A binding as registered, e.g. `{type:'queueTrigger', name:'queueTrigger1a2b', direction:'in', queueName:'q',
 * connection:'AzureWebJobsStorage'}`.
 */
export interface Binding {
  type: string;
  name: string;
  direction: 'in' | 'out';
  [option: string]: unknown;
}

/** Function-level retry policy as registered; times are `{seconds}`. */
export interface RetryPolicy {
  strategy?: string;
  retryStrategy?: 'fixedDelay' | 'exponentialBackoff';
  maxRetryCount: number;
  delayInterval?: { seconds: number };
  minimumInterval?: { seconds: number };
  maximumInterval?: { seconds: number };
}

/** A registered function. `bindings` is keyed by binding name (`$return` for the return binding), as registered. */
export interface RegisteredFunction {
  name: string;
  bindings: Record<string, Binding>;
  /** The one binding whose type ends in `Trigger`, with the key under which it was registered. */
  trigger: Binding;
  retryOptions?: RetryPolicy;
  callback: (...parameters: unknown[]) => unknown;
}

/** What the library passes to `registerFunction`. */
export interface FunctionMetadata {
  name: string;
  functionId?: string;
  bindings: Record<string, Binding>;
  retryOptions?: RetryPolicy;
}

export interface FunctionRegistry {
  /** @returns a function that removes the registration, while the registry is open. */
  register(metadata: FunctionMetadata, callback: RegisteredFunction['callback']): () => void;
  /** Ends the app's start-up: after this, `register` throws. */
  lock(): void;
  /** Sorted by name, ignoring case: the order in which routes are matched. */
  functions(): RegisteredFunction[];
}

export function makeFunctionRegistry(): FunctionRegistry {
  const byId = new Map<string, RegisteredFunction>();
  let locked = false;
  return {
    register(metadata, callback) {
      if (locked) throw systemError(new Error('A function can only be registered during app startup.'));
      const id = metadata.functionId ?? metadata.name;
      if (byId.has(id)) throw systemError(new Error(`A function with id "${id}" has already been registered.`));
      byId.set(id, registered(metadata, callback));
      return () => {
        if (locked) throw systemError(new Error('A function can only be disposed during app startup.'));
        byId.delete(id);
      };
    },
    lock() {
      locked = true;
    },
    functions: () => [...byId.values()].sort((a, b) => compareNames(a.name, b.name)),
  };
}

function registered(metadata: FunctionMetadata, callback: RegisteredFunction['callback']): RegisteredFunction {
  const found = Object.entries(metadata.bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  if (!found) throw systemError(new Error(`The function "${metadata.name}" has no trigger.`));
  const [name, binding] = found;
  return {
    name: metadata.name,
    bindings: metadata.bindings,
    trigger: { ...binding, name },
    ...(metadata.retryOptions && { retryOptions: metadata.retryOptions }),
    callback,
  };
}

function compareNames(a: string, b: string): number {
  const [left, right] = [a.toUpperCase(), b.toUpperCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
