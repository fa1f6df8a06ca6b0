// The orchestrators of orders on a real task hub, with the app's own activities around a payment provider, a carrier and a stock
// that do what the order asks for by its token, its warehouses and its skus.

import type { Order } from '../../src/orders/order';
import type { Carrier } from '../../src/orders/ports/carrier';
import type { Payment, Payments } from '../../src/orders/ports/payments';
import type { Orchestrator } from '../../src/shared/durable/orchestrator-versions';
import type { Mailer } from '../../src/shared/mail/mail';
import { accepted, refused } from '../../src/shared/result';
import { makeFakeOrderShop } from '../helpers/fake-order-shop';
import { type AppUnderTest, loadAppUnderTest } from '../localhost/taskhub/app-under-test';
import { type Hub, openHub, until } from '../localhost/taskhub/hub';
import { registerOrderFunctions } from './order-functions';

export interface ShopOnHub {
  hub: Hub;
  insert(order: Order): Promise<void>;
  change(order: Order, apply: (order: Order) => Order): Promise<Order>;
  stored(order: Order): Promise<Order | undefined>;
}

/** Until an instance, such as that of a parcel, is there: what is raised before is lost. */
export function begun({ request }: Hub, instanceId: string): Promise<number> {
  const look = async () => (await request('GET', `instances/${encodeURIComponent(instanceId)}`)).status;
  return until(look, (status) => status !== 404);
}

type Step = Exclude<keyof Payments, 'authorization'>;

export interface Deployment {
  /** host.json's `defaultVersion`. */
  version: string;
  /** The orchestrator of orders; the app's own by default. */
  order?: Orchestrator<unknown>;
  /** The orchestrator of parcels; the app's own by default. */
  shipment?: Orchestrator<unknown>;
}

/**
 * Loads the orchestrators once for a test file. Each shop has a hub and a store of its own, unless it takes over those of one
 * that was stopped.
 */
export function loadShop(): (deployment?: Deployment, stopped?: ShopOnHub) => ShopOnHub {
  const app = loadAppUnderTest();
  let orders = makeFakeOrderShop().orders;
  let hub: Hub | undefined;
  let deployed: Deployment = { version: '1.0' };
  register(app, () => ({ orders, hub: hub as Hub, order: deployed.order, shipment: deployed.shipment }));
  return (deployment = { version: '1.0' }, stopped) => {
    if (!stopped) orders = makeFakeOrderShop().orders;
    deployed = deployment;
    const settings = { defaultVersion: deployment.version };
    hub = openHub(app, { settings, ...(stopped && { folder: stopped.hub.folder }) });
    return {
      hub,
      insert: async (order) => void (await orders.insert(order)),
      change: ({ customerId, orderId }, apply) => orders.update(customerId, orderId, apply),
      stored: ({ customerId, orderId }) => orders.find(customerId, orderId),
    };
  };
}

type Current = () => {
  orders: ReturnType<typeof makeFakeOrderShop>['orders'];
  hub: Hub;
  order: Orchestrator<unknown> | undefined;
  shipment: Orchestrator<unknown> | undefined;
};

function register(app: AppUnderTest, current: Current): void {
  registerOrderFunctions(app, {
    orders: () => current().orders,
    payments: scriptedPayments(),
    returnUrlOf: (orderId) => `https://shop.example/?order=${orderId}`,
    carrier: scriptedCarrier,
    mailer: scriptedMailer(),
    ownerEmail: 'owner@example.com',
    runs: () => ({
      ...makeFakeOrderShop().services.runs,
      async raiseShipmentEvent(reference, event, data) {
        await current().hub.raise(reference, event, data);
        return true;
      },
    }),
    replaced: current,
  });
  app.df.app.entity('stock', ({ df: entity }) => {
    const refusal = stockRefusals[`${entity.entityKey} ${entity.operationName}`];
    entity.return(refusal ? refused(refusal, 'none left') : accepted({ quantity: 1 }));
  });
}

const stockRefusals: Record<string, string> = { 'short reserve': 'STOCK.SHORT', 'gone commit': 'STOCK.NOT_RESERVED' };

/**
 * A token such as `declined:capture`, `flaky:authorize` (two faults, then fine), `down:authorize` (faults only). With `asks:confirm`,
 * `asks:refuse` or `asks:never` the customer is asked, and answers so; with `asks:later` they confirm after the first look at it.
 */
function scriptedPayments(): Payments {
  const faults = new Map<string, number>();
  const step =
    (name: Step) =>
    async ({ token, orderId }: Payment) => {
      const [trouble, where] = token.split(':');
      const met = faults.get(`${orderId} ${name}`) ?? 0;
      if (where === name && (trouble === 'down' || (trouble === 'flaky' && met < 2))) {
        faults.set(`${orderId} ${name}`, met + 1);
        throw new Error('no connection');
      }
      return where === name && trouble === 'declined'
        ? refused('PAYMENT.DECLINED' as const, 'no')
        : accepted({ paymentId: 'pay_1', amount: 1 });
    };
  const asked = { paymentId: 'pay_1', amount: 0, action: { type: 'redirect', url: 'https://bank.example/' } } as const;
  const looks = new Map<string, number>();
  return {
    authorize: async (payment, _key, returnUrl) =>
      returnUrl && payment.token.startsWith('asks:') ? accepted(asked) : step('authorize')(payment),
    async authorization({ orderId, token }) {
      const look = (looks.get(orderId) ?? 0) + 1;
      looks.set(orderId, look);
      if (token === 'asks:refuse') return refused('PAYMENT.DECLINED', 'no');
      const isConfirmed = token === 'asks:confirm' || (token === 'asks:later' && look > 1);
      return accepted(isConfirmed ? { paymentId: 'pay_1', amount: 1 } : asked);
    },
    capture: step('capture'),
    void: step('void'),
    refund: step('refund'),
  };
}

/** Nobody at `busy@` can be reached at the first attempt. */
function scriptedMailer(): Mailer {
  const tried = new Set<string>();
  return {
    async send({ event, to }) {
      if (!to.startsWith('busy@') || tried.has(event)) return;
      tried.add(event);
      throw new Error('no connection');
    },
  };
}

/** Nothing leaves warehouse `closed`; what leaves `hasty` cannot be called back. */
const scriptedCarrier: Carrier = {
  createShipment: async ({ reference }) =>
    reference.endsWith('closed')
      ? refused('SHIPMENT.REFUSED', 'closed')
      : accepted({ shipmentId: `shp_${reference.split(':')[1]}` }),
  cancelShipment: async (_orderId, reference) =>
    reference.endsWith('hasty') ? refused('SHIPMENT.DISPATCHED', 'on its way') : accepted({ reference }),
};
