// The hooks that an app can register, and the data they share.
// Contexts are plain objects, because the library wraps them by reference and writes through to them.

import { systemError } from './system-error';

export type HookCallback = (context: Record<string, unknown>) => unknown;

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof hookNames)[number];

export interface Hooks {
  /** Shared by all hooks of the app. */
  readonly appHookData: Record<string, unknown>;
  /** The `hookData` of appStart and appTerminate. */
  readonly appLevelData: Record<string, unknown>;
  /** @throws a RangeError marked as a system error for an unknown name; the library looks for exactly this. */
  register(name: string, callback: HookCallback): () => void;
  has(name: HookName): boolean;
  /** Runs the hooks one after another, in registration order. */
  run(name: HookName, context: Record<string, unknown>): Promise<void>;
  /** Runs `log` hooks synchronously, because a log call does not wait. */
  runSync(name: 'log', context: Record<string, unknown>): void;
}

export function makeHooks(): Hooks {
  const callbacks = new Map<string, HookCallback[]>(hookNames.map((name) => [name, []]));
  return {
    appHookData: {},
    appLevelData: {},
    register(name, callback) {
      const list = callbacks.get(name);
      if (!list) throw systemError(new RangeError(`Unrecognized hook "${name}"`));
      list.push(callback);
      return () => {
        const index = list.indexOf(callback);
        if (index >= 0) list.splice(index, 1);
      };
    },
    has: (name) => (callbacks.get(name)?.length ?? 0) > 0,
    async run(name, context) {
      for (const callback of callbacks.get(name) ?? []) await callback(context);
    },
    runSync(name, context) {
      for (const callback of callbacks.get(name) ?? []) callback(context);
    },
  };
}
