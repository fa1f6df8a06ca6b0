// Order orchestrations on the task hub: an order is started once, and an event for a finished shipment is harmless.

import type { DurableOrchestrationStatus } from 'durable-functions';
import { makeDurableOrderRuns, type OrderRunsClient } from '../../../../src/adapters/durable/durable-order-runs';
import type { Refund } from '../../../../src/orders/order';
import { refundsOf, requestRefund } from '../../../../src/orders/refunds';
import { refundRun } from '../../../../src/orders/saga/refund-run';
import { anOrderRun, broughtTo, orderId, placedAt } from '../../../helpers/order-builders';

/** The error of durable-functions for an unknown instance. */
const unknown = 'DurableClient error: Durable Functions extension replied with HTTP 404 response. This usually means …';

function setUp(existing: string[], answers: Partial<OrderRunsClient> = {}) {
  const known = new Set(existing);
  const calls: string[] = [];
  const client: OrderRunsClient = {
    async getStatus(id) {
      if (!known.has(id)) throw new Error(unknown);
      return { instanceId: id } as DurableOrchestrationStatus;
    },
    async startNew(name, options) {
      calls.push(`${name} ${options?.instanceId}`);
      known.add(options?.instanceId ?? '');
      return options?.instanceId ?? '';
    },
    async raiseEvent(id, name, data) {
      if (!known.has(id)) throw new Error(`No instance with ID '${id}' found.`);
      calls.push(`${name} ${id} ${JSON.stringify(data)}`);
    },
    ...answers,
  };
  return { runs: makeDurableOrderRuns(client), known, calls };
}

const down = async () => {
  throw new Error('connect ECONNREFUSED');
};

describe('starting an order', () => {
  it('starts its orchestration under the order’s id', async () => {
    const { runs, calls } = setUp([]);
    await runs.start(anOrderRun());
    expect(calls).toEqual([`orderOrchestrator ${orderId}`]);
  });

  it('does nothing if the instance exists, because a finished one would be replaced', async () => {
    const { runs, calls } = setUp([orderId]);
    await runs.start(anOrderRun());
    expect(calls).toEqual([]);
  });

  it('does not check for an instance if the order is new', async () => {
    const { runs, calls } = setUp([], { getStatus: down });
    await runs.start(anOrderRun(), true);
    expect(calls).toEqual([`orderOrchestrator ${orderId}`]);
  });

  it('succeeds if another process starts it at the same moment', async () => {
    const { runs, known } = setUp([], {
      async startNew() {
        known.add(orderId);
        throw new Error('409: An Orchestration instance with the status Running already exists.');
      },
    });
    await expect(runs.start(anOrderRun())).resolves.toBeUndefined();
  });

  it('fails when the task hub does not answer', async () => {
    await expect(setUp([], { startNew: down }).runs.start(anOrderRun())).rejects.toThrow('ECONNREFUSED');
    await expect(setUp([], { getStatus: down }).runs.start(anOrderRun())).rejects.toThrow('ECONNREFUSED');
  });
});

describe('an event for a shipment', () => {
  const parcel = `${orderId}:north`;

  it('raises the event in its orchestration', async () => {
    const { runs, calls } = setUp([parcel]);
    expect(await runs.raiseShipmentEvent(parcel, 'ShipmentDelivered', { at: 'then' })).toBe(true);
    expect(calls).toEqual([`ShipmentDelivered ${parcel} {"at":"then"}`]);
  });

  it('that does not exist is reported and has no effect', async () => {
    expect(await setUp([]).runs.raiseShipmentEvent(parcel, 'ShipmentDelivered', { at: 'then' })).toBe(false);
  });

  it('fails when the task hub does not answer', async () => {
    const { runs } = setUp([parcel], { raiseEvent: down });
    await expect(runs.raiseShipmentEvent(parcel, 'ShipmentDelivered', { at: 'then' })).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a refund', () => {
  const order = requestRefund(broughtTo('delivered'), { restock: true, reason: 'broken', at: placedAt });
  const [refund] = refundsOf(order) as [Refund];

  it('is started once, with its own id', async () => {
    const { runs, calls } = setUp([orderId]);
    await runs.startRefund(refundRun(order, refund), refund.instanceId);
    await runs.startRefund(refundRun(order, refund), refund.instanceId);
    expect(calls).toEqual([`refundOrchestrator ${orderId}:refund:1`]);
  });

  it.each([
    ['Completed', true],
    ['Failed', true],
    ['Terminated', true],
    ['Running', false],
    ['Pending', false],
    ['Suspended', false],
  ])('whose orchestration is %s is over: %s', async (runtimeStatus, isOver) => {
    const getStatus = async () => ({ instanceId: refund.instanceId, runtimeStatus }) as DurableOrchestrationStatus;
    expect(await setUp([], { getStatus }).runs.isOver(refund.instanceId)).toBe(isOver);
  });

  it('whose orchestration is unknown is over', async () => {
    expect(await setUp([]).runs.isOver(refund.instanceId)).toBe(true);
    await expect(setUp([], { getStatus: down }).runs.isOver(refund.instanceId)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('an order’s orchestration', () => {
  const event = { decision: 'approve', reason: 'known', by: 'owner' } as const;

  it('gets a decision, which has no effect if it has ended', async () => {
    const { runs, calls } = setUp([orderId]);
    expect(await runs.raiseOrderEvent(orderId, 'ApprovalDecided', event)).toBe(true);
    expect(calls).toEqual([`ApprovalDecided ${orderId} ${JSON.stringify(event)}`]);
    expect(await setUp([]).runs.raiseOrderEvent(orderId, 'ApprovalDecided', event)).toBe(false);
  });

  it('has the order’s customer, as long as it exists', async () => {
    const input = anOrderRun();
    const getStatus = async () => ({ instanceId: orderId, input }) as DurableOrchestrationStatus;
    expect(await setUp([], { getStatus }).runs.customerOf(orderId)).toBe(input.customerId);
    expect(await setUp([]).runs.customerOf(orderId)).toBeUndefined();
    await expect(setUp([], { getStatus: down }).runs.customerOf(orderId)).rejects.toThrow('ECONNREFUSED');
  });
});
