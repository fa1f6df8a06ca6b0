// What every payment provider must do, whatever it speaks: run over the sandbox and over Stripe.

import type { Payment, Payments } from '../../src/orders/ports';
import { accepted } from '../../src/shared/result';
import { euros } from './order-builders';

/** How the provider shall treat a payment: at each step two faults, or the first answer lost. */
export type PaymentTemper = 'good' | 'declined' | 'unknown' | 'faulty' | 'losing';

export interface PaymentBench {
  /** A new client with nothing in memory, as after a restart. */
  payments(): Payments;
  /** What else is told about each payment. */
  about?: Partial<Payment>;
  /** Prepares the provider; the token to pay with. */
  tokenFor(temper: PaymentTemper): string;
  /** What really happened to an order's money: amounts of each kind, one for each time. */
  booksOf(orderId: string): Promise<{ authorized: number[]; captured: number[]; voided: number[]; refunded: number[] }>;
}

let orders = 0;

/** Each call is made by a new client unless one is given. */
export function aPayment(bench: PaymentBench, temper: PaymentTemper = 'good', client?: Payments) {
  const orderId = `ord_test${++orders}`;
  const payment = { ...bench.about, orderId, amount: euros(2800), token: bench.tokenFor(temper) };
  const payments = () => client ?? bench.payments();
  const keyOf = (step: string) => `${orderId}:${step}`;
  return {
    orderId,
    authorize: () => payments().authorize(payment, keyOf('authorize')),
    capture: (amount = 2800) => payments().capture({ ...payment, amount: euros(amount) }, keyOf('capture')),
    void: () => payments().void(payment, keyOf('void')),
    refund: () => payments().refund(payment, keyOf('refund')),
    books: () => bench.booksOf(orderId),
  };
}

/** Calls until it answers, as an orchestration does; answers with the number of faults too. */
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
  it('captures once, though it is asked for twenty times at once', async () => {
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

  it('gives the same answers when everything is asked again', async () => {
    const payment = aPayment(bench());
    for (const step of [payment.authorize, () => payment.capture(), payment.refund]) {
      expect(await step()).toEqual(await step());
    }
    const voided = aPayment(bench());
    await voided.authorize();
    expect(await voided.void()).toEqual(await voided.void());
    expect(await payment.books()).toMatchObject({ captured: [2800], refunded: [2800] });
    expect(await voided.books()).toMatchObject({ captured: [], voided: [2800] });
  });

  it('gives an authorization back before it is captured, and does not capture after', async () => {
    const payment = aPayment(bench());
    await payment.authorize();
    expect(await payment.void()).toMatchObject(moved(2800));
    expect(await payment.capture()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    expect(await payment.books()).toMatchObject({ captured: [] });
  });

  it('does not capture without an authorization, or more than that', async () => {
    expect(await aPayment(bench()).capture()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    const payment = aPayment(bench(), 'good', bench().payments());
    await payment.authorize();
    expect(await payment.capture(2801)).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    expect(await payment.books()).toMatchObject({ captured: [] });
  });

  it('does not void what is captured; once that is refunded there is nothing to do', async () => {
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

  it('undoes what never came to be without moving anything, and it cannot come to be any more', async () => {
    const payment = aPayment(bench());
    expect(await payment.refund()).toMatchObject(moved(0));
    expect(await payment.void()).toMatchObject(moved(0));
    expect(await payment.authorize()).toMatchObject(refusal('PAYMENT.NOT_AUTHORIZED'));
    expect(await payment.books()).toMatchObject({ authorized: [], captured: [], refunded: [] });
  });

  it.each(['declined', 'unknown'] as const)('declines a card that is %s, the second time too', async (temper) => {
    const payment = aPayment(bench(), temper);
    expect(await payment.authorize()).toMatchObject(refusal('PAYMENT.DECLINED'));
    expect(await payment.authorize()).toMatchObject(refusal('PAYMENT.DECLINED'));
    expect(await payment.void()).toMatchObject(moved(0));
    expect(await payment.books()).toMatchObject({ authorized: [], captured: [] });
  });

  it('throws the faults of the provider, and acts once after them', async () => {
    const payment = aPayment(bench(), 'faulty');
    await expect(payment.authorize()).rejects.toMatchObject({ statusCode: 503 });
    expect(await persistently(payment.authorize)).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await persistently(() => payment.capture())).toMatchObject({ answer: moved(2800), faults: 2 });
    expect(await payment.books()).toMatchObject({ authorized: [2800], captured: [2800] });
  });

  it('finds out what was done when the answer was lost, and does nothing twice', async () => {
    const payment = aPayment(bench(), 'losing');
    expect(await persistently(payment.authorize)).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await persistently(() => payment.capture())).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await persistently(payment.refund)).toMatchObject({ answer: moved(2800), faults: 1 });
    expect(await payment.books()).toEqual({ authorized: [2800], captured: [2800], voided: [], refunded: [2800] });
  });

  it('gives an authorization back whose answer was lost for good', async () => {
    const payment = aPayment(bench(), 'losing');
    await expect(payment.authorize()).rejects.toThrow();
    expect(await persistently(payment.void)).toMatchObject({ answer: moved(2800) });
    expect(await payment.books()).toMatchObject({ captured: [], voided: [2800] });
  });
}
