// The sandbox carrier on Azurite: one shipment per reference, and reports that reach the shop in time.

import { makeSandboxCarrier } from '../../../src/adapters/sandbox/sandbox-carrier';
import { makeSandboxCarrierReports } from '../../../src/adapters/sandbox/sandbox-carrier-reports';
import { makeSandboxTracking, type SandboxTracking } from '../../../src/adapters/sandbox/sandbox-tracking';
import { makeShipmentBooks } from '../../../src/adapters/storage/shipment-books';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableShipmentLedger, type ShipmentLedger } from '../../../src/adapters/storage/table-shipment-ledger';
import { verifyReport } from '../../../src/orders/http/shipping-report';
import type { Carrier } from '../../../src/orders/ports/carrier';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aCheckout } from '../../helpers/order-builders';
import { sentOperations, type TableOperation } from '../../helpers/sent-operations';

const webhookSecret = 'w'.repeat(32);
const inTime = { dispatchAfterMs: 900, deliverAfterMs: 2000 };
const now = () => new Date();
let azurite: RunningAzurite;
let storage: Storage;
let ledger: ShipmentLedger;
let tracking: SandboxTracking;
let carrier: Carrier;
/** Records the table requests of all clients. */
let sent: TableOperation[];

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
  sent = sentOperations(await storage.table('shipments'));
  ledger = makeTableShipmentLedger(storage);
  tracking = makeSandboxTracking({ storage, ...inTime, now });
  carrier = sandboxCarrier(tracking);
});
afterAll(() => azurite.stop());

function sandboxCarrier(way: SandboxTracking): Carrier {
  return makeSandboxCarrier({ books: makeShipmentBooks({ ledger, now }), tracking: way });
}

let orders = 0;
function aConsignment(postalCode = '10115') {
  const orderId = `ord_test${++orders}`;
  const address = { ...aCheckout().shippingAddress, postalCode };
  return { orderId, reference: `${orderId}:north`, lines: [{ sku: 'oak', quantity: 2 }], address };
}

/** Receives messages until there are `count`. */
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

/** Includes invisible messages. */
async function waiting(): Promise<number> {
  return (await (await storage.queue('carrier-reports')).getProperties()).approximateMessagesCount ?? 0;
}

afterEach(async () => {
  await (await storage.queue('carrier-reports')).clearMessages();
});

/** A fake shop that records posted reports and returns a status. */
function aShop({ status = 202, books = ledger, way = tracking } = {}) {
  const posted: { url: string; body: string; headers: Headers }[] = [];
  const fetching = async (url: unknown, init?: RequestInit) => {
    posted.push({ url: String(url), body: String(init?.body), headers: new Headers(init?.headers) });
    return new Response(null, { status });
  };
  const webhookUrl = 'http://localhost:7071/api/webhooks/shipping';
  const deps = { ledger: books, tracking: way, webhookUrl, webhookSecret, now, fetch: fetching as typeof fetch };
  const handle = makeSandboxCarrierReports(deps);
  return {
    posted,
    events: () => posted.map(({ body }) => JSON.parse(body).event),
    report: (message: unknown) => handle(message, { triggerMetadata: { id: 'm1' } }),
  };
}

async function aShipment() {
  const consignment = aConsignment();
  const created = await carrier.createShipment(consignment);
  if (!created.ok) throw new Error('The carrier takes it.');
  return { ...consignment, shipmentId: created.value.shipmentId };
}

describe('a shipment', () => {
  it('is created once for ten concurrent requests', async () => {
    const consignment = aConsignment();
    const answers = await Promise.all(Array.from({ length: 10 }, () => carrier.createShipment(consignment)));
    expect(new Set(answers.map((answer) => answer.ok && answer.value.shipmentId)).size).toBe(1);
  });

  it('is reported as dispatched and delivered on time, by consecutive messages in Base64', async () => {
    const before = Date.now();
    const { reference, shipmentId } = await aShipment();
    expect(await waiting()).toBe(1);
    const shop = aShop();
    const [first] = await messages(1);
    expect(first?.content).toMatchObject({ reference, shipmentId, event: 'dispatched' });
    await shop.report(first?.content);
    expect(await waiting()).toBe(1);
    const [second] = await messages(1);
    expect(second?.content).toMatchObject({ reference, shipmentId, event: 'delivered' });
    await shop.report(second?.content);
    expect([shop.events(), await waiting()]).toEqual([['dispatched', 'delivered'], 0]);
    expect((first?.at ?? 0) - before).toBeGreaterThanOrEqual(900);
    expect((second?.at ?? 0) - before).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    ['one message and one write when all of it is due at once', 0, ['insert', 'replace']],
    ['two messages and two writes when it is not', 1_000, ['insert', 'replace', 'replace']],
  ])('costs an insert, %s, and no query', async (_what, deliverAfterMs, operations) => {
    const way = makeSandboxTracking({ storage, dispatchAfterMs: 0, deliverAfterMs, now });
    const shop = aShop({ way });
    sent.length = 0;
    await sandboxCarrier(way).createShipment(aConsignment());
    let taken = 0;
    for (; (await waiting()) > 0; taken++) {
      for (const { content } of await messages(1)) await shop.report(content);
    }
    expect(shop.events()).toEqual(['dispatched', 'delivered']);
    expect([sent, taken]).toEqual([operations, operations.length - 1]);
  });

  it('is queued by the next attempt if the process died before it sent the message', async () => {
    const broken: Storage = {
      ...storage,
      queue: async () => {
        throw new Error('The queue does not answer.');
      },
    };
    const nowhere = makeSandboxTracking({ storage: broken, ...inTime, now });
    const dying = sandboxCarrier(nowhere);
    const consignment = aConsignment();
    await expect(dying.createShipment(consignment)).rejects.toThrow('does not answer');
    expect(await carrier.createShipment(consignment)).toMatchObject({ ok: true });
    expect(await waiting()).toBe(1);
  });

  it('is refused for a postal code that the carrier does not serve, and stays refused', async () => {
    const consignment = aConsignment('00000');
    for (let time = 0; time < 2; time++) {
      expect(await carrier.createShipment(consignment)).toMatchObject({ ok: false, code: 'SHIPMENT.REFUSED' });
    }
    expect(await waiting()).toBe(0);
  });
});

describe('cancelling a shipment', () => {
  it('works until it is dispatched, and can be repeated', async () => {
    const { orderId, reference } = await aShipment();
    for (let time = 0; time < 2; time++) {
      expect(await carrier.cancelShipment(orderId, reference)).toMatchObject({ ok: true });
    }
  });

  it('that does not exist prevents its creation', async () => {
    const consignment = aConsignment();
    expect(await carrier.cancelShipment(consignment.orderId, consignment.reference)).toMatchObject({ ok: true });
    expect(await carrier.createShipment(consignment)).toMatchObject({ ok: false, code: 'SHIPMENT.REFUSED' });
  });

  it('is refused once it is dispatched, even in a process that did not dispatch it', async () => {
    const shipment = await aShipment();
    const otherLedger = makeTableShipmentLedger(storage);
    await aShop({ books: otherLedger }).report({ ...shipment, event: 'dispatched' });
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

  it('that the shop refuses fails, so that it is retried', async () => {
    const shipment = await aShipment();
    await expect(aShop({ status: 503 }).report({ ...shipment, event: 'dispatched' })).rejects.toThrow('503');
    await expect(aShop().report({ ...shipment, event: 'dispatched' })).resolves.toBeUndefined();
  });

  it('about a cancelled shipment is not posted', async () => {
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
