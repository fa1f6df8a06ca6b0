// The orchestrations of orders through the durable client of one invocation.

import type { DurableClient } from 'durable-functions';
import type { OrderRuns } from '../orders/ports';
import { instanceExists, startOnce } from './start-once';

/** The part of the durable client that is needed. */
export type OrderRunsClient = Pick<DurableClient, 'getStatus' | 'raiseEvent' | 'startNew'>;

export function makeDurableOrderRuns(client: OrderRunsClient): OrderRuns {
  return {
    start: (run) => startOnce(client, 'orderOrchestrator', run.orderId, run),

    async tellShipment(reference, event, at) {
      try {
        await client.raiseEvent(reference, event, { at });
        return true;
      } catch (error) {
        if (!(await instanceExists(client, reference))) return false;
        throw error;
      }
    },
  };
}
