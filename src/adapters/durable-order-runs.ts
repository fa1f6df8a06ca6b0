// The orchestrations of orders through the durable client of one invocation.

import type { DurableClient } from 'durable-functions';
import type { OrderRuns } from '../orders/ports';

/** The part of the durable client that is needed. */
export type OrderRunsClient = Pick<DurableClient, 'getStatus' | 'raiseEvent' | 'startNew'>;

export function makeDurableOrderRuns(client: OrderRunsClient): OrderRuns {
  const exists = async (instanceId: string) => {
    try {
      await client.getStatus(instanceId);
      return true;
    } catch (error) {
      if (isUnknownInstance(error)) return false;
      throw error;
    }
  };

  return {
    async start(run) {
      // Starting a finished instance again would replace it without a word.
      if (await exists(run.orderId)) return;
      try {
        await client.startNew('orderOrchestrator', { instanceId: run.orderId, input: run });
      } catch (error) {
        // Somebody else was faster, and a running instance is not replaced.
        if (!(await exists(run.orderId))) throw error;
      }
    },

    async tellShipment(reference, event, at) {
      try {
        await client.raiseEvent(reference, event, { at });
        return true;
      } catch (error) {
        if (!(await exists(reference))) return false;
        throw error;
      }
    },
  };
}

/** durable-functions tells the status code of the task hub's answer in its message only. */
function isUnknownInstance(error: unknown): boolean {
  return error instanceof Error && error.message.includes('HTTP 404');
}
