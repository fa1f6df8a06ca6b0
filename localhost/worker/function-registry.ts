// What an app registers: its functions with their bindings, as @azure/functions hands them to the core module.

/** A binding as registered, e.g. `{type:'queueTrigger', name:'queueTrigger1a2b', direction:'in', queueName:'q', connection:'AzureWebJobsStorage'}`. */
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

/** A registered function. `bindings` is keyed by binding name (`$return` for the return binding), exactly as registered. */
export interface RegisteredFunction {
  name: string;
  bindings: Record<string, Binding>;
  /** The one binding whose type ends in `Trigger`, with the key under which it was registered. */
  trigger: Binding;
  retryOptions?: RetryPolicy;
  callback: (...parameters: unknown[]) => unknown;
}
