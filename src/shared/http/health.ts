// Readiness for load balancers and people: is everything there that the app cannot work without?

import type { HttpHandler } from './http';

/** Resolves when a dependency answers. */
export type Probe = () => Promise<void>;

/** 200 when every dependency answers, otherwise 503; which ones do not is told by name, why only in the log. */
export function makeHealth(probes: Record<string, Probe>): { health: HttpHandler } {
  return {
    async health(_request, context) {
      const states = await Promise.all(
        Object.entries(probes).map(async ([name, probe]) => {
          try {
            await probe();
            return [name, 'ok'] as const;
          } catch (error) {
            context.error(`${name} is down:`, error);
            return [name, 'down'] as const;
          }
        }),
      );
      const isReady = states.every(([, state]) => state === 'ok');
      const jsonBody = { status: isReady ? 'ok' : 'down', dependencies: Object.fromEntries(states) };
      return { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' }, jsonBody };
    },
  };
}
