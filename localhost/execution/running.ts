// Counts the running invocations, whatever triggered them, so that a stop can wait for the last one.

import type { Execute } from './executor';

export interface Running {
  execute: Execute;
  /** Resolves when no invocation is running. */
  idle(): Promise<void>;
  /** True when no invocation is running. */
  isIdle(): boolean;
}

export function trackRunning(execute: Execute): Running {
  let running = 0;
  let waiting: (() => void)[] = [];
  const ended = () => {
    running--;
    if (running > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  return {
    async execute(fn, request) {
      running++;
      try {
        return await execute(fn, request);
      } finally {
        ended();
      }
    },
    isIdle: () => running === 0,
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
