// Passes log lines of the app and of the library through the app's `log` hooks, then writes them to the console.

import type { LogLevel, Logs } from '../core/logs';
import type { LogCategory } from './core-module';
import type { Hooks } from './hooks';

/** The invocation that wrote a line. */
export interface LogSource {
  functionName: string;
  hookData: Record<string, unknown>;
  /** The app's InvocationContext; absent until the arguments have been built. */
  invocationContext?: unknown;
}

/** Writes a line; `source` is absent outside an invocation. */
export type WorkerLog = (level: LogLevel, category: LogCategory, message: string, source?: LogSource) => void;

export function makeWorkerLog(hooks: Hooks, logs: Logs): WorkerLog {
  return (level, category, message, source) => {
    const context = {
      hookData: source?.hookData ?? {},
      appHookData: hooks.appHookData,
      level,
      message,
      category,
      invocationContext: source?.invocationContext,
    };
    if (hooks.has('log')) hooks.runSync('log', context);
    logs.write(context.level, consoleCategory(category, source), context.message);
  };
}

function consoleCategory(category: LogCategory, source: LogSource | undefined): string {
  if (!source) return 'Worker';
  return category === 'user' ? `Function.${source.functionName}.User` : `Function.${source.functionName}`;
}
