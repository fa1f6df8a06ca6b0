// An order that ends without a sale gives its lines back to the cart, and before it shows that it has ended.

import type { Order } from '../../../../src/orders/order';
import { type OrderStep, recordedStep } from '../../../../src/orders/order-states';
import { makeRecordActivities } from '../../../../src/orders/saga/record-activities';
import { makeFakeOrderStore } from '../../../helpers/fake-orders';
import { anOrder, broughtTo, customerId, orderId, placedAt } from '../../../helpers/order-builders';

const lines = [
  { sku: 'oak', quantity: 2 },
  { sku: 'elm', quantity: 1 },
];

/** Records a step, and returns what was given back while the order was in which state. */
async function record(order: Order, step: OrderStep, reason?: string, times = 1) {
  const orders = makeFakeOrderStore([order]);
  const given: unknown[] = [];
  const { recordOrderSteps } = makeRecordActivities<undefined>({
    orders,
    mailer: { send: async () => undefined },
    linkTo: () => 'https://shop.example/order',
    warn: () => undefined,
    carts: () => ({
      async giveBack(customer, id, its) {
        given.push({ customer, id, its, while: (await orders.find(customerId, orderId))?.state });
      },
    }),
  });
  const entry = { at: placedAt, ...recordedStep(step), ...(reason !== undefined && { reason }) };
  for (let time = 0; time < times; time++) {
    await recordOrderSteps({ customerId, orderId, entries: [entry], at: placedAt }, undefined);
  }
  return { given, state: (await orders.find(customerId, orderId))?.state };
}

it.each([
  ['a card that is declined', broughtTo('reserved'), 'refuseOrder', 'PAYMENT.DECLINED'],
  ['the last unit that is lost', anOrder(), 'refuseOrder', 'STOCK.SHORT'],
  ['a postal code that the carrier refuses', broughtTo('captured'), 'refuseOrder', 'SHIPMENT.REFUSED'],
  ['a cancellation', broughtTo('authorized'), 'cancelOrder', undefined],
] as const)('after %s the lines are given back first', async (_what, order, step, reason) => {
  const { given, state } = await record(order, step, reason);
  expect(given).toEqual([{ customer: customerId, id: orderId, its: lines, while: order.state }]);
  expect(state).toBe(recordedStep(step).state);
});

it.each([
  ['delivered', broughtTo('shipped'), 'deliverShipments'],
  ['in need of a person', broughtTo('captured'), 'undoOrder'],
] as const)('an order that is %s keeps its lines', async (_what, order, step) => {
  expect((await record(order, step)).given).toEqual([]);
});

it('a record that is written twice, since its answer was lost, asks again: the cart gives them back once', async () => {
  const { given } = await record(broughtTo('reserved'), 'refuseOrder', 'PAYMENT.DECLINED', 2);
  expect(given).toMatchObject([{ while: 'reserved' }, { while: 'refused' }]);
});
