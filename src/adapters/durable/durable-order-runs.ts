// Starts the orchestrations of orders and raises their events, with the durable client of one invocation.

import type { DurableClient } from 'durable-functions';
import { refundInstance } from '../../orders/saga/refund-run';
import type { OrderRuns } from '../../orders/saga/runs';
import { instanceExists, isUnknownInstance, startOnce } from './start-once';

/** The part of the durable client that is used here. */
export type OrderRunsClient = Pick<DurableClient, 'getStatus' | 'raiseEvent' | 'startNew'>;

export function makeDurableOrderRuns(client: OrderRunsClient): OrderRuns {
  async function raise(instanceId: string, event: string, data: object): Promise<boolean> {
    try {
      await client.raiseEvent(instanceId, event, data);
      return true;
    } catch (error) {
      if (!(await instanceExists(client, instanceId))) return false;
      throw error;
    }
  }

  return {
    start: (run, isNew) => startOnce(client, 'orderOrchestrator', run.orderId, run, isNew),
    startRefund: (run) => startOnce(client, 'refundOrchestrator', refundInstance(run.orderId), run),
    raiseOrderEvent: (orderId, event, data) => raise(orderId, event, data),
    raiseShipmentEvent: (reference, event, at) => raise(reference, event, { at }),

    async customerOf(orderId) {
      try {
        const { input } = await client.getStatus(orderId);
        return customerIn(input);
      } catch (error) {
        if (isUnknownInstance(error)) return undefined;
        throw error;
      }
    },
  };
}

function customerIn(input: unknown): string | undefined {
  const { customerId } = (input ?? {}) as { customerId?: unknown };
  return typeof customerId === 'string' ? customerId : undefined;
}
