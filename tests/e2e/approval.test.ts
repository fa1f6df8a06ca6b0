// Orders that somebody has to agree to, on a host of their own with short times: they wait through restarts, the owner is
// reminded once, and the customer may cancel as long as nobody has decided.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../client/api-problem';
import type { Order, Stock } from '../../client/api-types';
import type { LocalHost } from '../../scripts/local-host';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { eventually } from '../../scripts/shop/eventually';
import { mailsAbout } from '../../scripts/shop/outbox';
import { type Caller, expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { capturesOf } from '../helpers/ledgers';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { isForeignHost } from '../helpers/running-app';

/** Half of it, when the owner is reminded, and a quarter more, when it is pressed, has to outlast two restarts on a busy machine. */
const TIMEOUT_S = 40;
const own = makeOwnHost('approval', {
  APPROVAL_THRESHOLD: '1',
  APPROVAL_TIMEOUT: `PT${TIMEOUT_S}S`,
  MAIL_OWNER: 'owner@example.com',
});
let host: LocalHost;
const shop = makeShop(() => host.origin);
/** Of two products: what becomes of the one's stock is no matter of the other's orders. */
let sku: string;
/** Nobody decides about it: its time runs while the other orders are decided. */
let undecided: { guest: Caller; orderId: string };

beforeAll(async () => {
  if (isForeignHost()) return;
  host = await own.start();
  const [first, second] = (await loadDemoShop(shop)).filter(({ available }) => (available ?? 0) > 5);
  sku = first?.sku ?? '';
  const guest = shop.guest();
  undecided = { guest, orderId: await buy(guest, second?.sku ?? '', 1) };
});
afterAll(() => own.remove());

ownHostTest(
  'an order waits for approval through two restarts, is reminded of once, and ships when it is approved',
  async () => {
    const before = await stockOf(sku);
    const guest = shop.guest();
    const [orderId, calledOff, rejected] = [
      await buy(guest, sku, 1),
      await buy(guest, sku, 1),
      await buy(guest, sku, 1),
    ];
    for (const id of [orderId, calledOff, rejected]) await reaches(guest, id, 'requestApproval');

    host = await restarted(() => host.stop());
    await decided(rejected, 'reject');
    expect(await orderEnd(guest, rejected)).toMatchObject({ state: 'refused' });
    expectStatus(await guest('POST', `/orders/${calledOff}/cancellation`), 202);
    expect(await orderEnd(guest, calledOff)).toMatchObject({ state: 'cancelled' });

    host = await restarted(async () => {
      host.signal('SIGKILL');
      await host.ended;
    });
    await reaches(guest, orderId, 'remindApproval');
    await decided(orderId, 'approve');
    expectStatus(await shop.owner('POST', `/orders/${orderId}/approval`, verdict('approve')), 202);
    expect(await shop.owner<Problem>('POST', `/orders/${orderId}/approval`, verdict('reject'))).toMatchObject({
      status: 409,
      body: { code: 'ORDER.ALREADY_DECIDED' },
    });
    const order = await orderEnd(guest, orderId);
    expect(order.state).toBe('delivered');
    const steps = order.timeline.map(({ step }) => step);
    expect(steps.filter((step) => step === 'remindApproval')).toHaveLength(1);
    expect(order.timeline).toContainEqual(
      expect.objectContaining({ step: 'decideApproval', by: 'owner', reason: 'APPROVAL.APPROVED' }),
    );
    const mails = await mailsToOwner(orderId);
    expect(mails[0]).toContain('is waiting for your approval');
    expect(mails.filter((subject) => subject?.includes('still waiting'))).toHaveLength(1);
    await refundedOnce(guest, orderId);
    expect(await stockOf(sku)).toEqual(before);
  },
);

ownHostTest('an order that nobody decides about is decided by the clock, after the owner was pressed', async () => {
  const { guest, orderId } = undecided;
  const order = await orderEnd(guest, orderId);
  expect(order).toMatchObject({ state: 'refused' });
  const steps = order.timeline.map(({ step, by }) => (by ? `${step} by ${by}` : step));
  expect(steps.slice(-4)).toEqual(['remindApproval', 'escalateApproval', 'decideApproval by clock', 'refuseOrder']);
  expect(order.timeline.at(-1)).toMatchObject({ reason: 'ORDER.REJECTED' });
  expect(await mailsToOwner(orderId)).toHaveLength(3);
  expect(await capturesOf(own.storage(), orderId)).toEqual([]);
});

async function refundedOnce(guest: Caller, orderId: string): Promise<void> {
  const request = { body: { restock: true, reason: 'broken' }, headers: { 'idempotency-key': 'refund-1' } };
  const answers = await Promise.all([1, 2, 3].map(() => shop.owner('POST', `/orders/${orderId}/refund`, request)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  const refunded = await eventually('the refund', 20_000, async () => {
    const { body } = await guest<Order>('GET', `/orders/${orderId}`);
    return body.state === 'refunded' ? body : undefined;
  });
  expect(refunded.timeline.map(({ step }) => step).slice(-2)).toEqual(['requestRefund', 'refundOrder']);
  const late = await guest<Problem>('POST', `/orders/${orderId}/cancellation`);
  expect(late).toMatchObject({ status: 409, body: { code: 'ORDER.NOT_CANCELLABLE' } });
}

async function restarted(stop: () => Promise<unknown>): Promise<LocalHost> {
  await stop();
  await sleep(200);
  return own.start();
}

function verdict(decision: string) {
  return { body: { decision, reason: 'seen by the owner' } };
}

async function decided(orderId: string, decision: string): Promise<void> {
  expectStatus(await shop.owner('POST', `/orders/${orderId}/approval`, verdict(decision)), 202);
}

function reaches(guest: Caller, orderId: string, step: string): Promise<true> {
  return eventually(`${orderId} to reach ${step}`, 60_000, async () => {
    const { body } = await guest<Order>('GET', `/orders/${orderId}`);
    return body.timeline.some((entry) => entry.step === step) || undefined;
  });
}

async function mailsToOwner(orderId: string): Promise<(string | undefined)[]> {
  const mails = await mailsAbout(own.storage(), orderId, 1);
  const toOwner = mails.filter(({ to }) => JSON.stringify(to).includes('owner@example.com'));
  return toOwner.map(({ subject }) => subject);
}

async function stockOf(sku: string) {
  const { onHand, reserved, available, sold } = expectStatus(await shop.owner<Stock>('GET', `/stock/${sku}`), 200);
  return { onHand, reserved, available, sold };
}
