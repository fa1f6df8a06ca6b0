// The sandbox carrier with ledger, queue and shop in memory and a manual clock. Its process may die before or after each
// action, and a message may be delayed or delivered twice.

import { makeSandboxCarrier } from '../../src/adapters/sandbox/sandbox-carrier';
import { makeSandboxCarrierReports } from '../../src/adapters/sandbox/sandbox-carrier-reports';
import { type CarrierMessage, makeSandboxTracking } from '../../src/adapters/sandbox/sandbox-tracking';
import { makeShipmentBooks } from '../../src/adapters/storage/shipment-books';
import type { Storage } from '../../src/adapters/storage/storage';
import type { ShipmentEntry, ShipmentLedger } from '../../src/adapters/storage/table-shipment-ledger';
import { aCheckout, orderId } from './order-builders';

export interface Waiting {
  message: CarrierMessage;
  visibleAtMs: number;
}

export type CarrierWorld = ReturnType<typeof makeCarrierWorld>;

class Death extends Error {}

const consignment = {
  orderId,
  reference: `${orderId}:north`,
  lines: [{ sku: 'oak', quantity: 2 }],
  address: aCheckout().shippingAddress,
};

/** `afterMs`: when a parcel is dispatched and delivered, counted from its creation. */
export function makeCarrierWorld(afterMs: { dispatched: number; delivered: number }) {
  const queue: Waiting[] = [];
  const heard: { event: string; afterMs: number }[] = [];
  const acts: string[] = [];
  let clockMs = Date.UTC(2026, 2, 1);
  let row: ShipmentEntry | undefined;
  let status = 202;
  /** Number of moments until each death, the next death first; each action has a moment before and one after it. */
  let deaths: number[] = [];

  function moment() {
    const [left] = deaths;
    if (left === 0) {
      deaths.shift();
      throw new Death();
    }
    if (left !== undefined) deaths[0] = left - 1;
  }
  async function act<T>(name: string, does: () => T): Promise<T> {
    moment();
    acts.push(name);
    const result = does();
    moment();
    return result;
  }

  const ledger: ShipmentLedger = {
    insert: (entry) => act('insert', () => (row ??= entry)),
    async change(_orderId, _reference, change) {
      if (!row) throw new Error('There is no such parcel.');
      const known = row;
      const changes = change(known);
      return changes ? act(`write ${changes.state}`, () => (row = { ...known, ...changes })) : known;
    },
    ofOrder: async () => (row ? [row] : []),
  };
  const sendMessage = (text: string, { visibilityTimeout }: { visibilityTimeout: number }) => {
    const message: CarrierMessage = JSON.parse(Buffer.from(text, 'base64').toString());
    return act(`send ${message.event} in ${visibilityTimeout} s`, () => {
      queue.push({ message, visibleAtMs: clockMs + visibilityTimeout * 1_000 });
    });
  };
  const post = (_url: unknown, init?: RequestInit) => {
    const { event } = JSON.parse(String(init?.body));
    return act(`post ${event}`, () => {
      if (status === 202) heard.push({ event, afterMs: clockMs - Date.parse(row?.createdAt ?? '') });
      return new Response(null, { status });
    });
  };

  const now = () => new Date(clockMs);
  const storage = { queue: async () => ({ sendMessage }) } as unknown as Storage;
  const times = { dispatchAfterMs: afterMs.dispatched, deliverAfterMs: afterMs.delivered };
  const tracking = makeSandboxTracking({ storage, ...times, now });
  const carrier = makeSandboxCarrier({ books: makeShipmentBooks({ ledger, now }), tracking });
  const shop = { webhookUrl: 'http://shop.example', webhookSecret: 'w'.repeat(32), fetch: post as typeof fetch };
  const handle = makeSandboxCarrierReports({ ledger, tracking, ...shop, now });

  /** The result, or undefined if the process dies. */
  async function alive<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Death) return undefined;
      throw error;
    }
  }
  const report = (message: CarrierMessage) => handle(message, { triggerMetadata: { id: 'm1' } });
  const visible = () => queue.filter(({ visibleAtMs }) => visibleAtMs <= clockMs);

  return {
    queue,
    heard,
    /** All actions on ledger, queue and shop in order, including those after which the process died. */
    acts,
    visible,
    state: () => row?.state,
    pass: (ms: number) => {
      clockMs += ms;
    },
    shopAnswers: (answer: number) => {
      status = answer;
    },
    /** Each counted from the previous death. */
    diesAt: (moments: number[]) => {
      deaths = moments;
    },
    create: () => alive(carrier.createShipment(consignment)),
    cancel: () => alive(carrier.cancelShipment(consignment.orderId, consignment.reference)),
    report,
    aMessage: (event: CarrierMessage['event']): CarrierMessage => {
      const { reference } = consignment;
      return { orderId, reference, shipmentId: row?.shipmentId ?? '', event };
    },
    /** Handles a message as the host does: removes it after success, unless the removal is lost. */
    async deliver(waiting: Waiting, comesAgain = false): Promise<void> {
      const isDone = await alive(report(waiting.message).then(() => true));
      if (isDone && !comesAgain) queue.splice(queue.indexOf(waiting), 1);
    },
    /** Advances the clock and handles all messages when they become visible, until there are none. */
    async drain(): Promise<void> {
      for (let run = 0; queue.length > 0; run++) {
        if (run === 100) throw new Error('The parcel goes round in circles.');
        const [next] = queue.toSorted((one, other) => one.visibleAtMs - other.visibleAtMs);
        if (!next) break;
        clockMs = Math.max(clockMs, next.visibleAtMs);
        await this.deliver(next);
      }
    },
  };
}
