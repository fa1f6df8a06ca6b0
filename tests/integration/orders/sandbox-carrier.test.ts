// The sandbox carrier on Azurite: one shipment for each reference, and reports that reach the shop in time.

import { makeSandboxCarrier } from '../../../src/adapters/sandbox-carrier';
import { makeSandboxCarrierReports } from '../../../src/adapters/sandbox-carrier-reports';
import { makeStorage, type Storage } from '../../../src/adapters/storage';
import { makeTableShipmentLedger, type ShipmentLedger } from '../../../src/adapters/table-shipment-ledger';
import type { Carrier } from '../../../src/orders/ports';
import { verifyReport } from '../../../src/orders/shipping-report';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aCheckout } from '../../helpers/order-builders';

const webhookSecret = 'w'.repeat(32);
let azurite: RunningAzurite;
let storage: Storage;
let ledger: ShipmentLedger;
let carrier: Carrier;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
  const times = { dispatchAfterMs: 900, deliverAfterMs: 2000 };
  ledger = makeTableShipmentLedger(storage);
  carrier = makeSandboxCarrier({ storage, ledger, ...times, now: () => new Date() });
});
afterAll(() => azurite.stop());

let orders = 0;
function aConsignment(postalCode = '10115') {
  const orderId = `ord_test${++orders}`;
  const address = { ...aCheckout().shippingAddress, postalCode };
  return { orderId, reference: `${orderId}:north`, lines: [{ sku: 'oak', quantity: 2 }], address };
}

/** Takes out of the queue what is visible, until `count` messages have come. */
async function messages(count: number) {
  const queue = await storage.queue('carrier-reports');
  const taken: { content: { reference: string; event: string }; at: number }[] = [];
  while (taken.length < count) {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
    for (const { messageText, messageId, popReceipt } of receivedMessageItems) {
      taken.push({ content: JSON.parse(Buffer.from(messageText, 'base64').toString()), at: Date.now() });
      await queue.deleteMessage(messageId, popReceipt);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return taken;
}

async function drained() {
  await (await storage.queue('carrier-reports')).clearMessages();
}

/** A shop that notes what is posted to it and answers with a status. */
function aShop(status = 202, books = ledger) {
  const posted: { url: string; body: string; headers: Headers }[] = [];
  const fetching = async (url: unknown, init?: RequestInit) => {
    posted.push({ url: String(url), body: String(init?.body), headers: new Headers(init?.headers) });
    return new Response(null, { status });
  };
  const webhookUrl = 'http://localhost:7071/api/webhooks/shipping';
  const deps = { ledger: books, webhookUrl, webhookSecret, now: () => new Date(), fetch: fetching as typeof fetch };
  const handle = makeSandboxCarrierReports(deps);
  return { posted, report: (message: unknown) => handle(message, { triggerMetadata: { id: 'm1' } }) };
}

async function aShipment() {
  const consignment = aConsignment();
  const created = await carrier.createShipment(consignment);
  if (!created.ok) throw new Error('The carrier takes it.');
  return { ...consignment, shipmentId: created.value.shipmentId };
}

describe('a shipment', () => {
  it('is made once, though it is asked for ten times at once', async () => {
    const consignment = aConsignment();
    const answers = await Promise.all(Array.from({ length: 10 }, () => carrier.createShipment(consignment)));
    expect(new Set(answers.map((answer) => answer.ok && answer.value.shipmentId)).size).toBe(1);
    await drained();
  });

  it('is reported dispatched and delivered after their times, in Base64', async () => {
    const before = Date.now();
    const { reference } = await aShipment();
    const [first, second] = await messages(2);
    expect(first?.content).toMatchObject({ reference, event: 'dispatched' });
    expect(second?.content).toMatchObject({ reference, event: 'delivered' });
    expect((first?.at ?? 0) - before).toBeGreaterThanOrEqual(900);
    expect((second?.at ?? 0) - before).toBeGreaterThanOrEqual(1900);
  });

  it('is announced by the next attempt when the first died before the queue', async () => {
    const broken: Storage = {
      ...storage,
      queue: async () => {
        throw new Error('The queue does not answer.');
      },
    };
    const dying = makeSandboxCarrier({
      storage: broken,
      ledger,
      dispatchAfterMs: 0,
      deliverAfterMs: 0,
      now: () => new Date(),
    });
    const consignment = aConsignment();
    await expect(dying.createShipment(consignment)).rejects.toThrow('does not answer');
    expect(await carrier.createShipment(consignment)).toMatchObject({ ok: true });
    expect(await messages(2)).toHaveLength(2);
  });

  it('is announced in full when the first attempt died between the two reports, and the first was heard meanwhile', async () => {
    let sent = 0;
    const breaking: Storage = {
      ...storage,
      async queue(name) {
        const queue = await storage.queue(name);
        const sendMessage: typeof queue.sendMessage = (...message) => {
          if (++sent === 2) throw new Error('The queue does not answer.');
          return queue.sendMessage(...message);
        };
        return Object.assign(Object.create(queue), { sendMessage });
      },
    };
    const times = { dispatchAfterMs: 0, deliverAfterMs: 0 };
    const dying = makeSandboxCarrier({ storage: breaking, ledger, ...times, now: () => new Date() });
    const consignment = aConsignment();
    await expect(dying.createShipment(consignment)).rejects.toThrow('does not answer');
    const [dispatched] = await messages(1);
    await aShop().report(dispatched?.content);
    expect(await carrier.createShipment(consignment)).toMatchObject({ ok: true });
    expect((await messages(2)).map(({ content }) => content.event)).toContain('delivered');
  });

  it('is refused to a postal code that the carrier does not serve, and stays refused', async () => {
    const consignment = aConsignment('00000');
    for (let time = 0; time < 2; time++) {
      expect(await carrier.createShipment(consignment)).toMatchObject({ ok: false, code: 'SHIPMENT.REFUSED' });
    }
  });
});

describe('calling a shipment off', () => {
  it('works until it is dispatched, and again and again', async () => {
    const { orderId, reference } = await aShipment();
    for (let time = 0; time < 2; time++) {
      expect(await carrier.cancelShipment(orderId, reference)).toMatchObject({ ok: true });
    }
  });

  it('that was never made works too, and it cannot be made any more', async () => {
    const consignment = aConsignment();
    expect(await carrier.cancelShipment(consignment.orderId, consignment.reference)).toMatchObject({ ok: true });
    expect(await carrier.createShipment(consignment)).toMatchObject({ ok: false, code: 'SHIPMENT.REFUSED' });
  });

  it('is too late once it is on its way, also for a process that has not seen it leave', async () => {
    const shipment = await aShipment();
    const otherLedger = makeTableShipmentLedger(storage);
    await aShop(202, otherLedger).report({ ...shipment, event: 'dispatched' });
    for (let time = 0; time < 2; time++) {
      expect(await carrier.cancelShipment(shipment.orderId, shipment.reference)).toMatchObject({
        ok: false,
        code: 'SHIPMENT.DISPATCHED',
      });
    }
  });
});

describe('a report', () => {
  it('is posted to the shop, signed', async () => {
    const shipment = await aShipment();
    const { posted, report } = aShop();
    await report({ ...shipment, event: 'delivered' });
    const [post] = posted;
    const { reference, shipmentId } = shipment;
    expect(post?.url).toBe('http://localhost:7071/api/webhooks/shipping');
    expect(JSON.parse(post?.body ?? '')).toMatchObject({ reference, shipmentId, event: 'delivered' });
    const timestamp = post?.headers.get('x-carrier-timestamp') ?? null;
    const signature = post?.headers.get('x-carrier-signature') ?? null;
    expect(() =>
      verifyReport({ timestamp, signature, body: post?.body ?? '' }, webhookSecret, new Date()),
    ).not.toThrow();
  });

  it('that the shop does not take fails, so that it comes again', async () => {
    const shipment = await aShipment();
    await expect(aShop(503).report({ ...shipment, event: 'dispatched' })).rejects.toThrow('503');
    await expect(aShop(202).report({ ...shipment, event: 'dispatched' })).resolves.toBeUndefined();
  });

  it('about a shipment that was called off is not posted', async () => {
    const shipment = await aShipment();
    await carrier.cancelShipment(shipment.orderId, shipment.reference);
    const { posted, report } = aShop();
    await report({ ...shipment, event: 'dispatched' });
    expect(posted).toEqual([]);
  });

  it.each([
    { event: 'lost' },
    'not JSON',
    null,
    { orderId: 'ord_x', reference: 'ord_x:north', shipmentId: 'shp_x', event: 'lost' },
  ])('that nobody can read (%j) fails with its id, and so reaches the poison queue', async (message) => {
    await expect(aShop().report(message)).rejects.toThrow(/^Message m1 is no report of the carrier: .+$/);
  });
});
