// Every way an order, its parcels and its refund can take, as it is walked on a real task hub to record it.

import type { Order, Refund, Resolution } from '../../src/orders/order';
import { requestCancellation } from '../../src/orders/order-decisions';
import { recordedStep } from '../../src/orders/order-states';
import { type RefundWish, refundsOf, requestRefund } from '../../src/orders/refunds';
import { resolveOrder } from '../../src/orders/resolutions';
import { type OrderRun, orderRun } from '../../src/orders/saga/order-run';
import { refundRun, type WholeRefundRun } from '../../src/orders/saga/refund-run';
import { resolutionInstance, resolutionRun } from '../../src/orders/saga/resolution-run';
import { recordStep } from '../../src/orders/timeline';
import { aLine, anOrder, broughtTo, orderId, placedAt, policy } from '../helpers/order-builders';
import { begun, type ShopOnHub } from './shop-on-hub';

export interface Path {
  order: Order;
  run: OrderRun;
  /** What the outside does meanwhile. */
  meanwhile(shop: ShopOnHub): Promise<void>;
  /** The end of the orchestration of `instance`. */
  end: string;
  instance: string;
  /** The `defaultVersion` of the hub on which it was recorded; 1.0 by default. */
  version?: string;
}

const ofOne = [aLine('oak', 2, 1250, 'north')];
const ofTwo = [aLine('oak', 2, 1250, 'north'), aLine('elm', 1, 300, 'south')];
const minutes = { timeoutMs: 600_000, onTimeout: 'reject' } as const;

function path(end: string, changes: Partial<Path> & { lines?: Order['lines']; token?: string } = {}): Path {
  const { lines = ofOne, token = 'tok_ok', ...rest } = changes;
  const order = anOrder({ lines, paymentToken: token });
  return { order, run: orderRun(order, policy), end, instance: orderId, meanwhile: async () => undefined, ...rest };
}

function withApproval(end: string, meanwhile: Path['meanwhile'], approval: OrderRun['approval'] = minutes): Path {
  const order = anOrder({ lines: ofOne });
  return path(end, { order, run: { ...orderRun(order, policy), approval }, meanwhile });
}

const raise = async ({ hub }: ShopOnHub, warehouse: string, event: string) => {
  await begun(hub, `${orderId}:${warehouse}`);
  await hub.raise(`${orderId}:${warehouse}`, event, { at: placedAt });
};
const reports =
  (...told: [warehouse: string, event: string][]): Path['meanwhile'] =>
  async (shop) => {
    await shop.hub.settled(orderId, shipping);
    for (const [warehouse, event] of told) await raise(shop, warehouse, event);
  };
const shipping = ({ customStatus }: { customStatus: unknown }) => stateIn(customStatus) === 'captured';
const awaiting = ({ customStatus }: { customStatus: unknown }) => stateIn(customStatus) === 'awaitingApproval';
const awaitingPayment = ({ customStatus }: { customStatus: unknown }) => stateIn(customStatus) === 'awaitingPayment';
const stateIn = (status: unknown) => (status as { state?: string } | null)?.state;

const delivery = reports(['north', 'ShipmentDispatched'], ['north', 'ShipmentDelivered']);
const decide =
  (event: string, data: object): Path['meanwhile'] =>
  async ({ hub }) => {
    await hub.settled(orderId, awaiting);
    await hub.raise(orderId, event, data);
  };
/** An order whose payment the customer has to confirm. */
function withConfirmation(
  end: string,
  token: string,
  meanwhile: Path['meanwhile'],
  more: Partial<OrderRun> = {},
): Path {
  const order = anOrder({ lines: ofOne, paymentToken: token });
  const run = { ...orderRun(order, { ...policy, paymentActionTimeoutMs: 600_000 }), ...more };
  return path(end, { order, run, meanwhile, version: '1.1' });
}
const whileUnpaid =
  (...events: string[]): Path['meanwhile'] =>
  async ({ hub }) => {
    await hub.settled(orderId, awaitingPayment);
    for (const event of events) await hub.raise(orderId, event, { at: placedAt });
  };
const approval = (decision: string) => ({ decision, reason: 'seen', by: 'owner' });

export const paths: Record<string, Path> = {
  'delivered in one parcel': path('delivered', { meanwhile: delivery }),
  'delivered in two parcels': path('delivered', {
    lines: ofTwo,
    meanwhile: reports(
      ['north', 'ShipmentDispatched'],
      ['south', 'ShipmentDispatched'],
      ['north', 'ShipmentDelivered'],
      ['south', 'ShipmentDelivered'],
    ),
  }),
  'delivered before it was dispatched': path('delivered', { meanwhile: reports(['north', 'ShipmentDelivered']) }),
  'reported twice': path('delivered', {
    meanwhile: reports(
      ['north', 'ShipmentDispatched'],
      ['north', 'ShipmentDispatched'],
      ['north', 'ShipmentDelivered'],
    ),
  }),
  'mails go out by themselves': path('delivered', {
    order: anOrder({ lines: ofOne, email: 'busy@example.com' }),
    meanwhile: delivery,
  }),
  'stock is short': path('refused', { lines: [...ofOne, aLine('short', 1, 100)] }),
  'card declined': path('refused', { token: 'declined:authorize' }),
  'provider fails twice': path('delivered', { token: 'flaky:authorize', meanwhile: delivery }),
  'provider fails at the capture too': path('delivered', { token: 'flaky:capture', meanwhile: delivery }),
  'provider is down': path('refused', { token: 'down:authorize' }),
  'provider is down at the capture': path('refused', { token: 'down:capture' }),
  'reserved units are gone': path('refused', { lines: [...ofOne, aLine('gone', 1, 100)] }),
  'capture declined': path('refused', { token: 'declined:capture' }),
  'undoing fails for a while': path('refused', { lines: [aLine('gone', 1, 100)], token: 'flaky:void' }),
  'a parcel is refused': path('refused', { lines: [...ofOne, aLine('elm', 1, 300, 'closed')] }),
  'a parcel is refused and the other cannot be called back': path('compensationFailed', {
    lines: [aLine('oak', 1, 100, 'hasty'), aLine('elm', 1, 300, 'closed')],
  }),
  'called off before it began': path('cancelled', {
    order: requestCancellation(anOrder({ lines: ofOne }), placedAt),
  }),
  'approved at once': withApproval('delivered', async (shop) => {
    await decide('ApprovalDecided', approval('approve'))(shop);
    await delivery(shop);
  }),
  rejected: withApproval('refused', decide('ApprovalDecided', approval('reject'))),
  'called off while it waits for approval': withApproval('cancelled', decide('CancelRequested', { at: placedAt })),
  'an event that decides nothing, then approval': withApproval('delivered', async (shop) => {
    await decide('ApprovalDecided', {})(shop);
    await decide('ApprovalDecided', approval('approve'))(shop);
    await delivery(shop);
  }),
  'rejected by the clock': withApproval('refused', async () => undefined, { timeoutMs: 800, onTimeout: 'reject' }),
  'approved by the clock': withApproval('delivered', delivery, { timeoutMs: 800, onTimeout: 'approve' }),
  'payment confirmed': withConfirmation('delivered', 'asks:confirm', async (shop) => {
    await whileUnpaid('PaymentReported')(shop);
    await delivery(shop);
  }),
  'payment reported twice, confirmed in between': withConfirmation('delivered', 'asks:later', async (shop) => {
    await whileUnpaid('PaymentReported', 'PaymentReported')(shop);
    await delivery(shop);
  }),
  'payment confirmed, then approved': withConfirmation(
    'delivered',
    'asks:confirm',
    async (shop) => {
      await whileUnpaid('PaymentReported')(shop);
      await decide('ApprovalDecided', approval('approve'))(shop);
      await delivery(shop);
    },
    { approval: minutes },
  ),
  'payment confirmed, then called off': withConfirmation(
    'cancelled',
    'asks:confirm',
    async (shop) => {
      await whileUnpaid('PaymentReported')(shop);
      await decide('CancelRequested', { at: placedAt })(shop);
    },
    { approval: minutes },
  ),
  'payment refused by the customer': withConfirmation('refused', 'asks:refuse', whileUnpaid('PaymentReported')),
  'payment not confirmed in time': withConfirmation('refused', 'asks:never', async () => undefined, {
    paymentAction: { timeoutMs: 800 },
  }),
  'payment confirmed, which nobody has reported': withConfirmation('delivered', 'asks:confirm', delivery, {
    paymentAction: { timeoutMs: 800 },
  }),
  'called off while it waits for the payment': withConfirmation(
    'cancelled',
    'asks:never',
    whileUnpaid('CancelRequested'),
  ),
  refunded: refund('refunded', true),
  'refunded without restocking': refund('refunded', false),
  'refund refused': refund('compensationFailed', true, 'declined:refund'),
  'refund fails for a while': refund('refunded', true, 'flaky:refund'),
  'withdrawn by a refund': path('refunded', {
    meanwhile: async ({ hub }) => {
      await hub.settled(orderId, shipping);
      await begun(hub, `${orderId}:north`);
      await hub.raise(`${orderId}:north`, 'ShipmentWithdrawn', { at: placedAt, refund: 1 });
    },
  }),
  'refunded before the dispatch': numberedRefund('refunded', broughtTo('captured', anOrder({ lines: ofTwo }))),
  'refunded by lines': numberedRefund('delivered', broughtTo('delivered', anOrder({ lines: ofTwo })), {
    lines: [{ sku: 'elm', quantity: 1 }],
    restock: false,
  }),
  'numbered refund refused': numberedRefund(
    'compensationFailed',
    broughtTo('delivered', anOrder({ lines: ofTwo, paymentToken: 'declined:refund' })),
  ),
  'undone at another attempt': resolution('refused', 'tok_ok'),
  'undoing fails again': resolution('compensationFailed', 'declined:void'),
};

/** As an earlier version started it, with version 1.0 of the orchestrator. */
function refund(end: string, restock: boolean, token = 'tok_ok'): Path {
  const order = anOrder({ lines: ofTwo, paymentToken: token, state: 'delivered' });
  const input: WholeRefundRun = {
    ...{ orderId, customerId: order.customerId, reason: 'broken' },
    payment: { orderId, amount: order.total, token },
    restock: restock ? ofTwo.map(({ sku, quantity }) => ({ sku, quantity })) : [],
  };
  const instance = `refund:${orderId}`;
  const meanwhile: Path['meanwhile'] = async ({ hub }) => void (await hub.begin('refundOrchestrator', input, instance));
  return { ...path(end, { order }), instance, meanwhile };
}

function numberedRefund(end: string, before: Order, wish: Partial<RefundWish> = {}): Path {
  const order = requestRefund(before, { restock: true, reason: 'broken', at: placedAt, ...wish });
  const [request] = refundsOf(order) as [Refund];
  const { instanceId: instance } = request;
  const input = refundRun(order, request);
  const meanwhile: Path['meanwhile'] = async ({ hub }) => void (await hub.begin('refundOrchestrator', input, instance));
  return { ...path(end, { order }), instance, meanwhile, version: '1.1' };
}

function resolution(end: string, token: string): Path {
  const captured = broughtTo('captured', anOrder({ lines: ofTwo, paymentToken: token }));
  const failed = recordStep(captured, { at: placedAt, ...recordedStep('undoOrder'), reason: 'COMPENSATION.FAILED' });
  const order = resolveOrder(failed, { resolution: 'retry', at: placedAt });
  const [request] = order.resolutions as [Resolution];
  const instance = resolutionInstance(orderId, request.number);
  const input = resolutionRun(order, request);
  const meanwhile: Path['meanwhile'] = async ({ hub }) =>
    void (await hub.begin('resolutionOrchestrator', input, instance));
  return { ...path(end, { order }), instance, meanwhile, version: '1.1' };
}
