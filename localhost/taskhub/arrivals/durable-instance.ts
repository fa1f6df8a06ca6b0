// The instance that runs orchestrators, activities and entities: started when something waits for it, unless it is always
// ready, and ended after a time without work.

import type { FlexOptions } from '../../config/flex-options';

export type InstanceState = 'none' | 'starting' | 'running';

export interface DurableInstance {
  state(): InstanceState;
  coldStarts(): number;
  /** Something waits: starts the instance unless it runs. */
  need(): void;
  /** It has worked: the time without work begins anew. */
  worked(): void;
  start(): void;
  stop(): void;
}

export interface DurableInstanceDeps {
  options: FlexOptions;
  /** True while it must not end. */
  isBusy(): boolean;
  started(): void;
  ended(): void;
}

export function makeDurableInstance({ options, isBusy, started, ended }: DurableInstanceDeps): DurableInstance {
  let state: InstanceState = 'none';
  let isStopped = true;
  let coldStarts = 0;
  let workedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  function run(): void {
    state = 'running';
    workedAt = performance.now();
    started();
    if (!options.alwaysReady) endWhenIdle(options.idleMs);
  }

  function endWhenIdle(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isBusy()) workedAt = performance.now();
      const left = workedAt + options.idleMs - performance.now();
      if (left > 0) return endWhenIdle(left);
      state = 'none';
      ended();
    }, ms);
  }

  return {
    state: () => state,
    coldStarts: () => coldStarts,
    need() {
      if (state !== 'none' || isStopped) return;
      state = 'starting';
      coldStarts++;
      timer = setTimeout(run, options.coldStartMs);
    },
    worked() {
      workedAt = performance.now();
    },
    start() {
      isStopped = false;
      if (options.alwaysReady) run();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
