// The hooks an app may register, with the data they share.
// Contexts are plain objects: the library builds its classes around them and writes through to them.

import { systemError } from './system-error';

export type HookCallback = (context: Record<string, unknown>) => unknown;

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof hookNames)[number];

export interface Hooks {
  /** Shared by the hooks of the whole app. */
  readonly appHookData: Record<string, unknown>;
  /** The `hookData` of appStart and appTerminate. */
  readonly appLevelData: Record<string, unknown>;
  /** @throws a RangeError marked as a system error when no hook has that name (the library looks for exactly this). */
  register(name: string, callback: HookCallback): () => void;
  has(name: HookName): boolean;
  /** Runs the hooks one after another, in the order of registration. */
  run(name: HookName, context: Record<string, unknown>): Promise<void>;
  /** Runs the hooks at once: those of `log`, where nobody can wait. */
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
