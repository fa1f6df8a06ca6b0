// Random interleavings of what customers and crashes do around a checkout, over both stores of carts: nothing is bought twice,
// nothing is lost, and every unit and every cent is accounted for. `npm run test:interleavings` runs a thousand of them.

import fc from 'fast-check';
import { requestCancellation } from '../../../src/orders/order-decisions';
import { AppError } from '../../../src/shared/http/errors';
import { aCheckout, euros } from '../../helpers/order-builders';
import {
  Killed,
  makeShopState,
  type ShopProcess,
  type ShopState,
  type StoreKind,
  startProcess,
  stockOfEach,
  unitPrice,
} from './shop-world';

type Act =
  | { kind: 'add'; quantity: number }
  /** `once`: a request that is killed is not sent again. */
  | { kind: 'checkout'; key: string; token: 'tok_ok' | 'tok_declined'; once: boolean }
  | { kind: 'sign in' }
  | { kind: 'cancel' }
  | { kind: 'kill' };

const guest = `cus_${'g'.repeat(26)}`;
const account = `cus_${'a'.repeat(26)}`;

const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), quantity: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('checkout' as const),
      key: fc.constantFrom('key-1', 'key-2', 'key-3'),
      token: fc.constantFrom('tok_ok' as const, 'tok_declined' as const),
      once: fc.boolean(),
    }),
  },
  fc.constant<Act>({ kind: 'sign in' }),
  { weight: 2, arbitrary: fc.constant<Act>({ kind: 'cancel' }) },
  { weight: 2, arbitrary: fc.constant<Act>({ kind: 'kill' }) },
);

const runs = Number(process.env.INTERLEAVINGS ?? 100);

test.each<StoreKind>(['entity', 'cosmos'])(
  'carts in the %s store: one cart is bought once, and units and money are conserved',
  async (kind) => {
    const acts = fc.array(fc.record({ act: anAct, afterTurns: fc.integer({ min: 0, max: 60 }) }), {
      minLength: 3,
      maxLength: 9,
    });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), acts, async (scheduler, wanted) => {
        const state = makeShopState();
        const added = await scheduler.waitFor(play(state, kind, scheduler, wanted));
        await audit(state, kind, added);
      }),
      { numRuns: runs / 2 },
    );
  },
  Math.max(30_000, runs * 300),
);

/** Carries the acts out side by side, then lets everything come to its end. @returns the units put into carts, by sku. */
async function play(
  state: ShopState,
  kind: StoreKind,
  scheduler: fc.Scheduler,
  acts: { act: Act; afterTurns: number }[],
): Promise<Map<string, number>> {
  const added = new Map<string, number>();
  let app = startProcess(state, kind, scheduler);
  const failures = [app.failures];
  let isSignedIn = false;

  const restart = () => {
    app.kill();
    app = startProcess(state, kind, scheduler);
    failures.push(app.failures);
  };
  /** A request that was killed is sent again as it was, unless its sender has gone. */
  const send = async (request: (process: ShopProcess) => Promise<unknown>, once = false): Promise<void> => {
    for (;;) {
      try {
        await request(app);
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        if (once) return;
      }
    }
  };
  /** As the signed-in routes do it, the guest's cart comes along before anything else. */
  const asCaller = async (process: ShopProcess, signedIn: boolean): Promise<string> => {
    if (signedIn) await process.mergeGuestCart(guest, account);
    return signedIn ? account : guest;
  };

  async function carryOut({ act, afterTurns }: (typeof acts)[number], n: number): Promise<void> {
    for (let turn = 0; turn <= afterTurns; turn++) await scheduler.schedule(Promise.resolve(), act.kind);
    const signedIn = isSignedIn;
    if (act.kind === 'kill') restart();
    if (act.kind === 'sign in') {
      isSignedIn = true;
      await send((process) => asCaller(process, true));
    }
    if (act.kind === 'add') {
      const sku = `sku-${n}`;
      const command = { kind: 'add', sku, quantity: act.quantity } as const;
      await send(async (process) => process.carts.apply(await asCaller(process, signedIn), `add-${n}`, command));
      added.set(sku, act.quantity);
    }
    if (act.kind === 'cancel') await send((process) => cancelNewest(process, signedIn ? account : guest));
    if (act.kind === 'checkout') {
      let total: number | undefined;
      await send(async (process) => {
        const customerId = await asCaller(process, signedIn);
        const { lines } = await process.carts.read(customerId);
        total ??= lines.reduce((sum, { quantity }) => sum + quantity * unitPrice, 0);
        const checkout = aCheckout({ payment: { token: act.token }, expectedTotal: euros(total) });
        const formerly = signedIn ? { formerGuestId: guest } : {};
        await refusable(process.placeOrder({ customerId, ...formerly, idempotencyKey: act.key, checkout }));
      }, act.once);
    }
  }

  await Promise.all(acts.map(carryOut));
  await comeToRest();
  expect(failures.flat()).toEqual([]);
  return added;

  /** Whoever has gone for good: the sweep starts what they recorded, and gives back what they took. */
  async function comeToRest(): Promise<void> {
    restart();
    for (let round = 0; round < 2; round++) {
      state.clock.now += 10 * 60_000;
      expect((await app.sweep()).failed).toEqual([]);
      await app.finish();
      if (isSignedIn) await app.mergeGuestCart(guest, account);
    }
  }
}

async function cancelNewest(process: ShopProcess, customerId: string): Promise<void> {
  const newest = process.orders.all().findLast((order) => order.customerId === customerId);
  if (!newest) return;
  const at = new Date().toISOString();
  await refusable(process.orders.update(customerId, newest.orderId, (order) => requestCancellation(order, at)));
}

/** A refusal is an answer. */
async function refusable(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error;
  }
}

async function audit(state: ShopState, kind: StoreKind, added: Map<string, number>): Promise<void> {
  const orders = state.orders.all();
  expect(orders.map(({ state: end }) => end).filter((end) => !/^(delivered|refused|cancelled)$/.test(end))).toEqual([]);
  expect(state.launches.notes.size).toBe(0);
  const sold = orders.filter(({ state: end }) => end === 'delivered');

  const units = new Map<string, number>();
  const count = ({ sku, quantity }: { sku: string; quantity: number }) =>
    units.set(sku, (units.get(sku) ?? 0) + quantity);
  for (const { lines } of sold) lines.forEach(count);
  for (const customerId of [guest, account]) {
    const cart = kind === 'entity' ? await state.carts.read(customerId) : state.documents.get(customerId)?.cart;
    cart?.lines.forEach(count);
  }
  expect(units).toEqual(added);

  for (const [sku] of added) {
    const { stock } = state.stockOf(sku).state as { stock: { onHand: number; reservations: unknown[] } };
    const inOrders = sold.flatMap(({ lines }) => lines).filter((line) => line.sku === sku);
    const soldUnits = inOrders.reduce((sum, { quantity }) => sum + quantity, 0);
    expect([sku, stock.onHand, stock.reservations]).toEqual([sku, stockOfEach - soldUnits, []]);
  }
  for (const { orderId, state: end, total } of orders) {
    expect([orderId, heldAndTaken(state, orderId)]).toEqual([
      orderId,
      { held: 0, taken: end === 'delivered' ? total.amount : 0 },
    ]);
  }
}

function heldAndTaken(state: ShopState, orderId: string): { held: number; taken: number } {
  const entries = state.books.get(orderId)?.entries ?? [];
  const moved = (kind: string) =>
    entries
      .filter((entry) => entry.kind === kind && entry.outcome === 'accepted')
      .reduce((sum, { amount }) => sum + amount, 0);
  const taken = moved('capture');
  return { held: moved('authorize') - taken - moved('void'), taken: taken - moved('refund') };
}
