// A deployment changes the orchestrator of orders while one of them waits for approval: with a version of its own the order ends
// as it began, without one it breaks. On the real task hub, with the app's own orchestrators.

import { orderRun } from '../../src/orders/saga/order-run';
import { type Orchestrator, orchestratorByVersion } from '../../src/shared/durable/orchestrator-versions';
import { aLine, anOrder, orderId, placedAt, policy } from '../helpers/order-builders';
import { closeHubs } from '../localhost/taskhub/hub';
import { begun, loadShop, type ShopOnHub } from './shop-on-hub';

const openShop = loadShop();
afterEach(closeHubs);

const order = anOrder({ lines: [aLine('oak', 1, 100)] });
const run = { ...orderRun(order, policy), approval: { timeoutMs: 600_000, onTimeout: 'reject' } };
const later = anOrder({
  orderId: `ord_${'b'.repeat(26)}`,
  lines: [aLine('oak', 1, 100)],
  paymentToken: 'declined:authorize',
});

/** As today, but the owner hears of every order first. */
const changed: Orchestrator<unknown> = function* (context) {
  const { customerId, orderId: id } = context.df.getInput<typeof run>();
  yield context.df.callActivity('sendOwnerMail', { customerId, orderId: id, event: 'approvalRequested' });
  return yield* todays(context);
};
const todays: Orchestrator<unknown> = (context) => {
  // Loaded late: see shop-on-hub.
  const { orderOrchestrator } =
    require('../../src/orders/saga/order-orchestrator') as typeof import('../../src/orders/saga/order-orchestrator');
  return orderOrchestrator(context);
};

/** As today, but the owner hears of every parcel first. */
const changedShipment: Orchestrator<unknown> = function* (context) {
  const { customerId, orderId: id } = context.df.getInput<typeof run>();
  yield context.df.callActivity('sendOwnerMail', { customerId, orderId: id, event: 'approvalRequested' });
  return yield* todaysShipment(context);
};
const todaysShipment: Orchestrator<unknown> = (context) => {
  const { shipmentOrchestrator } =
    require('../../src/orders/saga/shipment-orchestrator') as typeof import('../../src/orders/saga/shipment-orchestrator');
  return shipmentOrchestrator(context);
};

/** A shop in which an order waits for approval, stopped. */
async function stoppedWhileWaiting(): Promise<ShopOnHub> {
  const shop = openShop();
  await shop.insert(order);
  await shop.hub.begin('orderOrchestrator', run, orderId);
  await shop.hub.settled(orderId, ({ customStatus }) => stateIn(customStatus) === 'awaitingApproval');
  await shop.hub.stop(1_000);
  return shop;
}

async function approveAndDeliver({ hub }: ShopOnHub): Promise<void> {
  await hub.raise(orderId, 'ApprovalDecided', { decision: 'approve', reason: 'seen', by: 'owner' });
  await hub.settled(orderId, ({ customStatus, runtimeStatus }) => {
    return stateIn(customStatus) === 'captured' || runtimeStatus === 'Failed';
  });
}

const stateIn = (status: unknown) => (status as { state?: string } | null)?.state;
const calls = ({ hub }: ShopOnHub, instance: string) =>
  hub
    .history(instance)
    .then((events) => events.filter(({ EventType }) => EventType === 'TaskScheduled' || EventType === 'TaskCompleted'))
    .then((events) => events.flatMap((event) => (event.FunctionName ?? event.Name ?? []) as string));

test('an order from before a change ends by its own version, and one placed after it by the new one', async () => {
  const stopped = await stoppedWhileWaiting();
  const byVersion = orchestratorByVersion({ '1.0': todays, '2.0': changed });
  const shop = openShop({ version: '2.0', order: byVersion }, stopped);
  await approveAndDeliver(shop);
  await begun(shop.hub, `${orderId}:north`);
  await shop.hub.raise(`${orderId}:north`, 'ShipmentDelivered', { at: placedAt });
  expect((await shop.hub.settled(orderId)).output).toEqual({ state: 'delivered' });
  expect((await calls(shop, orderId))[0]).toBe('authorizePayment');

  await shop.insert(later);
  const { output } = await shop.hub.run('orderOrchestrator', orderRun(later, policy), later.orderId);
  expect(output).toMatchObject({ state: 'refused', code: 'PAYMENT.DECLINED' });
  expect((await calls(shop, later.orderId))[0]).toBe('sendOwnerMail');
});

test('the same change without a version of its own breaks what is under way', async () => {
  const stopped = await stoppedWhileWaiting();
  const shop = openShop({ version: '1.0', order: changed }, stopped);
  await approveAndDeliver(shop);
  const { runtimeStatus, output } = await shop.hub.settled(orderId);
  expect(runtimeStatus).toBe('Failed');
  expect(String(output)).toMatch(/Non-Deterministic/i);
});

test('the parcels of an order from before a change are sent by its version, and those of a new order by the new one', async () => {
  const stopped = await stoppedWhileWaiting();
  const shipment = orchestratorByVersion({ '1.0': todaysShipment, '2.0': changedShipment });
  const shop = openShop({ version: '2.0', shipment }, stopped);
  await approveAndDeliver(shop);
  await begun(shop.hub, `${orderId}:north`);
  await shop.hub.raise(`${orderId}:north`, 'ShipmentDelivered', { at: placedAt });
  expect((await shop.hub.settled(orderId)).output).toEqual({ state: 'delivered' });
  expect((await calls(shop, `${orderId}:north`))[0]).toBe('createShipment');

  const next = anOrder({ orderId: later.orderId, lines: [aLine('oak', 1, 100)] });
  await shop.insert(next);
  await shop.hub.begin('orderOrchestrator', orderRun(next, policy), next.orderId);
  await begun(shop.hub, `${next.orderId}:north`);
  await shop.hub.raise(`${next.orderId}:north`, 'ShipmentDelivered', { at: placedAt });
  await shop.hub.settled(next.orderId);
  expect((await calls(shop, `${next.orderId}:north`))[0]).toBe('sendOwnerMail');
});
