// The contract test of payment providers: runs over the sandbox and over Stripe.

import type { PaymentAction } from '../../src/orders/order';
import type { Payment, Payments } from '../../src/orders/ports/payments';
import { accepted } from '../../src/shared/result';
import { euros } from './order-builders';

/** How the provider treats a payment: with two faults at each step, or with the first response lost. */
export type PaymentTemper = 'good' | 'declined' | 'unknown' | 'faulty' | 'losing' | 'asking';

export interface PaymentBench {
  /** A new client without state, as after a restart. */
  payments(): Payments;
  /** Further fields of each payment. */
  about?: Partial<Payment>;
  /** Prepares the provider; returns the token to pay with. */
  tokenFor(temper: PaymentTemper): string;
  /** The customer confirms or refuses a payment, given what they were told to do; without effect once it is over. */
  answer(orderId: string, action: PaymentAction, answer: 'confirm' | 'refuse'): Promise<void>;
  /** What happened to an order's money: the amounts of each operation. */
  booksOf(orderId: string): Promise<{ authorized: number[]; captured: number[]; voided: number[]; refunded: number[] }>;
}

export const returnUrl = 'https://shop.example/?order=1';
let orders = 0;

/** Each call uses a new client unless one is given. */
export function aPayment(bench: PaymentBench, temper: PaymentTemper = 'good', client?: Payments) {
  const orderId = `ord_test${++orders}`;
  const payment = { ...bench.about, orderId, amount: euros(2800), token: bench.tokenFor(temper) };
  const payments = () => client ?? bench.payments();
  const keyOf = (step: string) => `${orderId}:${step}`;
  return {
    orderId,
    authorize: () => payments().authorize(payment, keyOf('authorize')),
    /** As `authorize`, where the customer can be asked. */
    ask: () => payments().authorize(payment, keyOf('authorize'), returnUrl),
    authorization: () => payments().authorization(payment),
    capture: (amount = 2800) => payments().capture({ ...payment, amount: euros(amount) }, keyOf('capture')),
    void: () => payments().void(payment, keyOf('void')),
    refund: (part?: number, name = 'refund') =>
      payments().refund(payment, keyOf(name), part === undefined ? undefined : euros(part)),
    books: () => bench.booksOf(orderId),
  };
}

/** Retries until there is a result, as an orchestration does; also returns the number of faults. */
export async function persistently<T>(call: () => Promise<T>) {
  for (let faults = 0; ; faults++) {
    try {
      return { answer: await call(), faults };
    } catch (error) {
      if (faults > 10) throw error;
    }
  }
}

const moved = (amount: number) => ({ ok: true, value: { amount } });
const refusal = (code: string) => ({ ok: false, code });

/** Declares the tests. */
export function itTakesPayments(bench: () => PaymentBench): void {
  it('captures once for twenty concurrent requests', async () => {
    const payment = aPayment(bench());
    await payment.authorize();
    const calls = Array.from({ length: 20 }, () => persistently(() => payment.capture()));
    const answers = (await Promise.all(calls)).map(({ answer }) => answer);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual(accepted({ paymentId: expect.stringMatching(/^p(ay|i)_/), amount: 2800 }));
    expect(await payment.books()).toEqual({ authorized: [2800], captured: [2800], voided: [], refunded: [] });
  });

  it('keeps one payment from the authorization to the refund', async () => {
    const payment = aPayment(bench());
    const answers = [await payment.authorize(), await payment.capture(), await payment.refund()];
    expect(new Set(answers.map((answer) => answer.ok && answer.value.paymentId)).size).toBe(1);
    expect(answers.map((answer) => answer.ok && answer.value.amount)).toEqual([2800, 2800, 2800]);
    expect(await payment.books()).toEqual({ authorized: [2800], captured: [2800], voided: [], refunded: [2800] });
  });

  it('gives the same results when every step is repeated', async () => {
    const payment = aPayment(bench());
    for (const step of [payment.authorize, () => payment.capture(), () => payment.refund()]) {
      expect(await step()).toEqual(await step());
    }
    const voided = aPayment(bench());
    await voided.authorize();
    expect(await voided.void()).toEqual(await voided.void());
    expect(await payment.books()).toMatchObject({ captured: [2800], refunded: [2800] });
    expect(await voided.books()).toMatchObject({ captured: [], voided: [2800] });
  });

  it('voids an authorization before its capture, and does not capture afterwards', async () => {
    const payment = aPayment(bench());
    await payment.authorize();
    expect(await payment.void()).toMatchObject(moved(2800));
    expect(await payment.capture()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    expect(await payment.books()).toMatchObject({ captured: [] });
  });

  it('does not capture without an authorization, or more than was authorized', async () => {
    expect(await aPayment(bench()).capture()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    const payment = aPayment(bench(), 'good', bench().payments());
    await payment.authorize();
    expect(await payment.capture(2801)).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    expect(await payment.books()).toMatchObject({ captured: [] });
  });

  it('does not void a captured payment; after the refund there is nothing to void', async () => {
    const captured = aPayment(bench());
    await captured.authorize();
    await captured.capture();
    expect(await captured.void()).toMatchObject(refusal('PAYMENT.CAPTURED'));
    const refunded = aPayment(bench());
    await refunded.authorize();
    await refunded.capture();
    await refunded.refund();
    expect(await refunded.void()).toMatchObject(moved(0));
  });

  it('refunds in parts, each once, and never more than was captured', async () => {
    const payment = aPayment(bench());
    await payment.authorize();
    await payment.capture();
    expect(await payment.refund(300, 'refund:1')).toMatchObject(moved(300));
    expect(await payment.refund(300, 'refund:1')).toMatchObject(moved(300));
    expect(await payment.refund(1250, 'refund:2')).toMatchObject(moved(1250));
    expect(await payment.void()).toMatchObject(refusal('PAYMENT.CAPTURED'));
    expect(await payment.refund(2000, 'refund:3')).toMatchObject(moved(1250));
    expect(await payment.refund(100, 'refund:4')).toMatchObject(moved(0));
    expect(await payment.books()).toMatchObject({ captured: [2800], refunded: [300, 1250, 1250] });
  });

  it('refunds what the parts have left', async () => {
    const payment = aPayment(bench());
    await payment.authorize();
    await payment.capture();
    await payment.refund(300, 'refund:1');
    expect(await payment.refund()).toMatchObject(moved(2500));
    expect(await payment.books()).toMatchObject({ refunded: [300, 2500] });
  });

  it('finds a part that was refunded though the response was lost', async () => {
    const payment = aPayment(bench(), 'losing');
    await persistently(payment.authorize);
    await persistently(() => payment.capture());
    expect(await persistently(() => payment.refund(300, 'refund:1'))).toMatchObject({ answer: moved(300), faults: 1 });
    expect(await payment.books()).toMatchObject({ refunded: [300] });
  });

  it('a void of an unknown payment moves no money, and prevents a later authorization', async () => {
    const payment = aPayment(bench());
    expect(await payment.refund()).toMatchObject(moved(0));
    expect(await payment.void()).toMatchObject(moved(0));
    expect(await payment.authorize()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    expect(await payment.books()).toMatchObject({ authorized: [], captured: [], refunded: [] });
  });

  it.each(['declined', 'unknown'] as const)('declines a card that is %s, also when repeated', async (temper) => {
    const payment = aPayment(bench(), temper);
    expect(await payment.authorize()).toMatchObject(refusal('PAYMENT.DECLINED'));
    expect(await payment.authorize()).toMatchObject(refusal('PAYMENT.DECLINED'));
    expect(await payment.void()).toMatchObject(moved(0));
    expect(await payment.books()).toMatchObject({ authorized: [], captured: [] });
  });

  it('throws the faults of the provider, and then acts once', async () => {
    const payment = aPayment(bench(), 'faulty');
    await expect(payment.authorize()).rejects.toMatchObject({ statusCode: 503 });
    expect(await persistently(payment.authorize)).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await persistently(() => payment.capture())).toMatchObject({ answer: moved(2800), faults: 2 });
    expect(await payment.books()).toMatchObject({ authorized: [2800], captured: [2800] });
  });

  it('finds out what was done when a response was lost, and does nothing twice', async () => {
    const payment = aPayment(bench(), 'losing');
    expect(await persistently(payment.authorize)).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await persistently(() => payment.capture())).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await persistently(() => payment.refund())).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await payment.books()).toEqual({ authorized: [2800], captured: [2800], voided: [], refunded: [2800] });
  });

  it('voids an authorization whose response was lost for good', async () => {
    const payment = aPayment(bench(), 'losing');
    await expect(payment.authorize()).rejects.toThrow();
    expect(await persistently(payment.void)).toMatchObject({ answer: moved(2800) });
    expect(await payment.books()).toMatchObject({ captured: [], voided: [2800] });
  });

  describe('with a payment that the customer has to confirm', () => {
    /** Asks the customer; returns what they have to do. */
    async function asked() {
      const payment = aPayment(bench(), 'asking');
      const first = await payment.ask();
      const action = first.ok ? first.value.action : undefined;
      if (!action) throw new Error('The customer was not asked.');
      expect(first).toMatchObject({ ok: true, value: { amount: 0, action: { type: 'redirect' } } });
      return { payment, action, answer: (how: 'confirm' | 'refuse') => bench().answer(payment.orderId, action, how) };
    }

    it('declines it where the customer cannot be asked', async () => {
      const payment = aPayment(bench(), 'asking');
      expect(await payment.authorize()).toMatchObject(refusal('PAYMENT.DECLINED'));
      expect(await payment.void()).toMatchObject(moved(0));
      expect(await payment.books()).toMatchObject({ authorized: [], captured: [] });
    });

    it('says the same until there is an answer', async () => {
      const { payment, action } = await asked();
      const still = { ok: true, value: { amount: 0, action } };
      expect([await payment.ask(), await payment.authorization()]).toMatchObject([still, still]);
      expect(await payment.books()).toMatchObject({ authorized: [], captured: [] });
    });

    it('authorizes it when it is confirmed, and captures it once', async () => {
      const { payment, answer } = await asked();
      await answer('confirm');
      expect(await payment.authorization()).toMatchObject(moved(2800));
      expect(await payment.authorization()).not.toHaveProperty('value.action');
      expect([await payment.capture(), await payment.capture()]).toMatchObject([moved(2800), moved(2800)]);
      expect(await payment.books()).toEqual({ authorized: [2800], captured: [2800], voided: [], refunded: [] });
    });

    it('voids it after it was confirmed', async () => {
      const { payment, answer } = await asked();
      await answer('confirm');
      expect(await payment.void()).toMatchObject(moved(2800));
      expect(await payment.authorization()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
      expect(await payment.books()).toMatchObject({ captured: [], voided: [2800] });
    });

    it('declines it when it is refused', async () => {
      const { payment, answer } = await asked();
      await answer('refuse');
      expect(await payment.authorization()).toMatchObject(refusal('PAYMENT.DECLINED'));
      expect(await payment.void()).toMatchObject(moved(0));
      expect(await payment.books()).toMatchObject({ authorized: [], captured: [] });
    });

    it('cannot be confirmed any more when it was voided', async () => {
      const { payment, answer } = await asked();
      expect(await payment.void()).toMatchObject(moved(0));
      await answer('confirm');
      expect(await payment.authorization()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
      expect(await payment.capture()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
      expect(await payment.books()).toMatchObject({ authorized: [], captured: [] });
    });
  });
}
