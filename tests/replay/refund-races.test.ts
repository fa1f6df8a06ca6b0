// A refund that is asked for while the order's own orchestration goes on: whoever comes first, the customer gets no money twice,
// no unit returns twice, and both come to an end.

import { aLine, anOrder, orderId } from '../helpers/order-builders';
import { closeHubs } from '../localhost/taskhub/hub';
import { loadTradingShop, type TradingShop } from './trading-shop';

const openShop = loadTradingShop();
afterEach(closeHubs);

const twoParcels = anOrder({ lines: [aLine('oak', 2, 1250, 'north'), aLine('elm', 1, 300, 'south')] });
const theElm = { lines: [{ sku: 'elm', quantity: 1 }] };
const refund = (number: number) => `${orderId}:refund:${number}`;
const units = async (shop: TradingShop) => ({ oak: await shop.sold('oak'), elm: await shop.sold('elm') });
const steps = async (shop: TradingShop) => (await shop.stored()).timeline.map(({ step }) => step);

async function captured(prepare: (shop: TradingShop) => void = () => undefined) {
  const shop = await openShop(twoParcels);
  prepare(shop);
  await shop.start();
  await shop.reach('captured');
  return shop;
}

async function sent() {
  const shop = await captured();
  await shop.created('north');
  await shop.created('south');
  return shop;
}

describe('a refund in full', () => {
  it.each(['before', 'after'])(
    'while a parcel is being created, %s the carrier has it, withdraws both',
    async (when) => {
      let go: () => void = () => undefined;
      const shop = await captured((one) => {
        go = one.hold(`${when} the carrier has north`);
      });
      await shop.met(`${when} the carrier has north`);
      await shop.created('south');
      await shop.refund();
      expect(await shop.ended(refund(1))).toEqual({ state: 'refunded' });
      go();
      expect(await shop.ended(orderId)).toEqual({ state: 'refunded' });
      expect(await shop.stored()).toMatchObject({ state: 'refunded', shipments: [] });
      expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
      expect(await units(shop)).toEqual({ oak: 0, elm: 0 });
      expect([...shop.world.parcels.values()]).toEqual(['cancelled', 'cancelled']);
    },
  );

  it('of a carrier that never dispatches withdraws the parcels; nothing returns to stock unless it is asked for', async () => {
    const shop = await sent();
    await shop.refund({ restock: false });
    expect(await shop.ended(refund(1))).toEqual({ state: 'refunded' });
    expect(await shop.ended(orderId)).toEqual({ state: 'refunded' });
    expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
    expect(await units(shop)).toEqual({ oak: 2, elm: 1 });
  });

  it('with one of two parcels on its way withdraws the other, and follows the first', async () => {
    const shop = await sent();
    await shop.dispatch('north');
    await shop.refund();
    expect(await shop.ended(refund(1))).toEqual({ state: 'refunded' });
    expect((await shop.stored()).shipments).toMatchObject([{ warehouse: 'north', state: 'dispatched' }]);
    await shop.deliver('north');
    expect(await shop.ended(orderId)).toEqual({ state: 'delivered' });
    expect(await shop.stored()).toMatchObject({ state: 'refunded', shipments: [{ state: 'delivered' }] });
    expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
    expect(await units(shop)).toEqual({ oak: 0, elm: 0 });
  });

  it.each(['dispatch', 'deliver'] as const)('after both parcels had their %s withdraws none', async (report) => {
    const shop = await sent();
    for (const warehouse of ['north', 'south']) await shop[report](warehouse);
    await shop.reach(report === 'dispatch' ? 'shipped' : 'delivered');
    await shop.refund();
    expect(await shop.ended(refund(1))).toEqual({ state: 'refunded' });
    if (report === 'dispatch') for (const warehouse of ['north', 'south']) await shop.deliver(warehouse);
    expect(await shop.ended(orderId)).toEqual({ state: 'delivered' });
    expect(await steps(shop)).not.toContain('withdrawShipments');
    expect((await shop.stored()).state).toBe('refunded');
    expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
  });

  it.each(['the undoing', 'the refund'])('while the order is being undone pays back once: %s first', async (first) => {
    const shop = await openShop(twoParcels);
    shop.world.closed.add('south');
    const undo = shop.hold('before cancelShipment');
    await shop.start();
    await shop.met('before cancelShipment');
    const begin = shop.hold('before beginRefund');
    await shop.refund();
    if (first === 'the undoing') {
      undo();
      await shop.reach('refused');
      begin();
    } else {
      begin();
      await shop.reach('refunded');
      undo();
    }
    expect(await shop.ended(refund(1))).toEqual({ state: 'refunded' });
    expect(await shop.ended(orderId)).toMatchObject({ state: 'refused' });
    expect((await shop.stored()).state).toBe('refunded');
    expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
    expect(await units(shop)).toEqual({ oak: 0, elm: 0 });
  });
});

describe('a refund by lines', () => {
  it('withdraws the parcel with nothing else in it; the order is delivered with the rest', async () => {
    const shop = await sent();
    await shop.dispatch('north');
    await shop.refund(theElm);
    expect(await shop.ended(refund(1))).toEqual({ state: 'shipped' });
    await shop.deliver('north');
    expect(await shop.ended(orderId)).toEqual({ state: 'delivered' });
    expect(await shop.stored()).toMatchObject({ state: 'delivered', withdrawn: ['south'] });
    expect(shop.money()).toEqual({ captured: 2800, refunded: 300 });
    expect(await units(shop)).toEqual({ oak: 2, elm: 0 });
  });

  it('lets a parcel go that has something else in it', async () => {
    const shop = await sent();
    await shop.refund({ lines: [{ sku: 'oak', quantity: 1 }] });
    expect(await shop.ended(refund(1))).toEqual({ state: 'captured' });
    for (const warehouse of ['north', 'south']) await shop.deliver(warehouse);
    expect(await shop.ended(orderId)).toEqual({ state: 'delivered' });
    expect(shop.money()).toEqual({ captured: 2800, refunded: 1250 });
    expect(await units(shop)).toEqual({ oak: 1, elm: 1 });
  });

  it('before the order is undone leaves the rest to the undoing', async () => {
    let go: () => void = () => undefined;
    const shop = await captured((one) => {
      one.world.closed.add('north');
      go = one.hold('before the carrier has north');
    });
    await shop.created('south');
    await shop.refund(theElm);
    await shop.ended(refund(1));
    go();
    expect(await shop.ended(orderId)).toMatchObject({ state: 'refused' });
    expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
    expect(await units(shop)).toEqual({ oak: 0, elm: 0 });
  });

  it('one after the other gives back everything, each unit once', async () => {
    const shop = await sent();
    await shop.refund(theElm);
    await shop.ended(refund(1));
    await shop.refund({ lines: [{ sku: 'oak', quantity: 1 }], restock: false });
    await shop.ended(refund(2));
    await shop.refund({ reason: 'the rest' });
    expect(await shop.ended(refund(3))).toEqual({ state: 'refunded' });
    expect(await shop.ended(orderId)).toEqual({ state: 'refunded' });
    expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
    expect(await units(shop)).toEqual({ oak: 1, elm: 0 });
  });
});

it('a refund whose instance runs anew, because its history was purged, does nothing', async () => {
  const shop = await sent();
  await shop.refund(theElm);
  await shop.ended(refund(1));
  const { input } = await shop.world.hub.status(refund(1));
  const before = { order: await shop.stored(), money: shop.money(), units: await units(shop) };
  expect(await shop.world.hub.run('refundOrchestrator', input, refund(1))).toMatchObject({
    output: { code: 'ORDER.ALREADY_REFUNDED' },
  });
  expect({ order: await shop.stored(), money: shop.money(), units: await units(shop) }).toEqual(before);
});

it('an undoing that failed is tried again, and nothing is undone twice', async () => {
  const shop = await openShop(twoParcels);
  shop.world.closed.add('south');
  await shop.start();
  await shop.reach('captured');
  await shop.created('north');
  shop.world.parcels.set(`${orderId}:north`, 'dispatched');
  await shop.reach('compensationFailed');
  expect(shop.money()).toEqual({ captured: 2800, refunded: 0 });

  await shop.resolve({ resolution: 'retry' });
  expect(await shop.ended(`${orderId}:resolution:1`)).toMatchObject({ state: 'compensationFailed' });
  // The parcel has come back to the carrier.
  shop.world.parcels.set(`${orderId}:north`, 'created');
  await shop.resolve({ resolution: 'retry' });
  expect(await shop.ended(`${orderId}:resolution:2`)).toMatchObject({ state: 'refused', code: 'SHIPMENT.REFUSED' });
  expect((await shop.stored()).state).toBe('refused');
  expect(await steps(shop)).toEqual(expect.arrayContaining(['undoOrder', 'undoOrder:2', 'refuseOrder']));
  expect(shop.money()).toEqual({ captured: 2800, refunded: 2800 });
  expect(await units(shop)).toEqual({ oak: 0, elm: 0 });
});
