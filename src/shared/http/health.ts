// Readiness for load balancers and people: do all dependencies that the app needs respond?

import { z } from 'zod';
import { type HttpHandler, route } from './http';

export const healthSchema = z
  .strictObject({
    status: z.enum(['ok', 'down']),
    dependencies: z.record(z.string(), z.enum(['ok', 'down'])).describe('By name.'),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;

/** Resolves when the dependency responds. */
export type Probe = () => Promise<void>;

/** 200 when every dependency responds, otherwise 503. The response names those that are down; the reason is only in the log. */
export function makeHealth(probes: Record<string, Probe>): { health: HttpHandler } {
  return {
    health: route(async (_request, context) => {
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
      const jsonBody: Health = { status: isReady ? 'ok' : 'down', dependencies: Object.fromEntries(states) };
      return { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' }, jsonBody };
    }),
  };
}
