// Starts the orchestrations of orders and raises their events, with the durable client of one invocation.

import { type DurableClient, OrchestrationRuntimeStatus } from 'durable-functions';
import { resolutionInstance } from '../../orders/saga/resolution-run';
import type { OrderRuns } from '../../orders/saga/runs';
import { instanceExists, isUnknownInstance, startOnce } from './start-once';

/** The part of the durable client that is used here. */
export type OrderRunsClient = Pick<DurableClient, 'getStatus' | 'raiseEvent' | 'startNew'>;

const { Pending, Running, Suspended, ContinuedAsNew } = OrchestrationRuntimeStatus;
const underWay: ReadonlySet<OrchestrationRuntimeStatus> = new Set([Pending, Running, Suspended, ContinuedAsNew]);

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
    startRefund: (run, instanceId) => startOnce(client, 'refundOrchestrator', instanceId, run),
    startResolution: (run) =>
      startOnce(client, 'resolutionOrchestrator', resolutionInstance(run.orderId, run.number), run),
    async isOver(instanceId) {
      try {
        const { runtimeStatus } = await client.getStatus(instanceId);
        return !underWay.has(runtimeStatus);
      } catch (error) {
        if (isUnknownInstance(error)) return true;
        throw error;
      }
    },
    raiseOrderEvent: (orderId, event, data) => raise(orderId, event, data),
    raiseShipmentEvent: (reference, event, data) => raise(reference, event, data),

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
