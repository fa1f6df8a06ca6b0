// The orchestration of an order: each step refused, failing for good, or fine; and what is undone then, in which order.

import type { Recording } from '../../../../src/orders/saga/order-activities';
import { orderOrchestrator } from '../../../../src/orders/saga/order-orchestrator';
import { accepted, refused } from '../../../../src/shared/result';
import { type Answer, type Call, driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { aLine, anOrderRun, customerId, orderId, placedAt } from '../../../helpers/order-builders';

/** The record of an order that nobody calls off. */
function recordOrderSteps({ entries }: Recording) {
  return { state: entries.at(-1)?.state, cancelRequested: false };
}
const receipt = () => accepted({ paymentId: 'pay_1', amount: 2800 });
const recorded = ({ recording }: { recording: Recording }) =>
  accepted({ paymentId: 'pay_1', amount: 2800, standing: recordOrderSteps(recording) });
const moved = () => accepted({ quantity: 1 });
const allWell: Record<string, Answer> = {
  'stock.reserve': moved,
  'stock.commit': moved,
  'stock.release': moved,
  'stock.restock': moved,
  authorizePayment: recorded,
  capturePayment: recorded,
  voidPayment: receipt,
  refundPayment: receipt,
  shipmentOrchestrator: () => accepted({ shipmentId: 'shp_1' }),
  cancelShipment: () => accepted({ reference: 'r' }),
  recordOrderSteps,
  recordOrderRemark: () => ({ state: 'captured' }),
  sendOrderMail: () => ({ to: 'ada@example.com' }),
};
const fault: Answer = () => {
  throw new Error('no connection \n at somewhere');
};

function drive(answers: Record<string, Answer> = {}, run = anOrderRun()) {
  return driveOrchestrator(orderOrchestrator, { input: run, now: placedAt, answers: { ...allWell, ...answers } });
}

/** Calls in short: what was recorded and mailed stands with the name. */
function short({ label, input }: Call): string {
  const { step, recording, ...other } = input as Recording & { step?: string; recording?: Recording };
  const { entries, mail } = recording ?? other;
  const states = entries?.map(({ state }) => state);
  return [label, ...(states ?? [step]), mail && `+ mail ${mail.event}`].filter(Boolean).join(' ');
}

const reserved = ['stock.reserve oak', 'stock.reserve elm'];
const authorized = [...reserved, 'authorizePayment reserved authorized'];
const committed = [...authorized, 'stock.commit oak', 'stock.commit elm'];
const captured = [...committed, 'capturePayment captured + mail confirmed'];
const shipped = [...captured, `shipmentOrchestrator ${orderId}:north`, `shipmentOrchestrator ${orderId}:south`];

const released = ['stock.release oak', 'stock.release elm'];
const voided = ['voidPayment', ...released];
const restocked = ['stock.restock oak', 'stock.restock elm', ...voided];
const refunded = ['refundPayment', ...restocked];
const unsent = ['cancelShipment', 'cancelShipment', ...refunded];
const refusal = ['recordOrderSteps refused + mail refused'];
const earlyRefusal = ['recordOrderSteps reserved refused + mail refused'];

const declined = () => refused('PAYMENT.DECLINED', 'no');

describe('an order in which all goes well', () => {
  const driven = drive();

  it('takes every step once, in order, and ends delivered', () => {
    expect(driven.calls.map(short)).toEqual(shipped);
    expect(driven.result).toEqual({ state: 'delivered' });
  });

  it('pays what the order costs, with the customer’s token', () => {
    const payment = { orderId, customerId, placedAt, amount: { amount: 2800, currency: 'EUR' }, token: 'tok_ok' };
    const inputs = driven.calls.filter(({ label }) => /Payment$/.test(label)).map(({ input }) => input);
    expect(inputs).toMatchObject([payment, payment]);
  });

  it('pays too when its input is from an earlier release, which lacks the time of the order', () => {
    const { placedAt: _, ...earlier } = anOrderRun();
    const inputs = drive({}, earlier).calls.filter(({ label }) => label === 'authorizePayment');
    expect(inputs).toMatchObject([{ input: { orderId, customerId } }]);
    expect(inputs[0]?.input).not.toHaveProperty('placedAt');
  });

  it('reserves each line until the time given', () => {
    expect(driven.calls[0]?.input).toEqual({ orderId, quantity: 2, expiresAt: '2026-03-01T13:00:00.000Z' });
    expect(driven.calls[1]?.input).toEqual({ orderId, quantity: 1, expiresAt: '2026-03-01T13:00:00.000Z' });
  });

  it('sends what lies in one warehouse as one parcel', () => {
    const parcels = driven.calls.filter(({ label }) => label.startsWith('shipment')).map(({ input }) => input);
    expect(parcels).toMatchObject([
      { warehouse: 'north', lines: [{ sku: 'oak', quantity: 2 }], others: [`${orderId}:south`] },
      { warehouse: 'south', lines: [{ sku: 'elm', quantity: 1 }], others: [`${orderId}:north`] },
    ]);
  });

  it('shows each state in the custom status', () => {
    const states = driven.statuses.map((status) => (status as { state: string }).state);
    expect(states).toEqual(['reserved', 'authorized', 'captured', 'delivered']);
  });
});

describe('units that were sold and come back', () => {
  const inputs = (answers: Record<string, Answer>) =>
    drive(answers)
      .calls.filter(({ label }) => label.startsWith('stock.restock'))
      .map(({ input }) => input);
  const two = { 'stock.commit': () => accepted({ quantity: 2 }) };

  it('come back with their number, however long ago the stock entity has forgotten the sale', () => {
    const sold = { orderId, soldQuantity: 2 };
    expect(inputs({ ...two, capturePayment: declined })).toEqual([sold, sold]);
  });

  it('come back without a number where nobody knows of a sale', () => {
    expect(inputs({ 'stock.commit': () => refused('STOCK.NOT_RESERVED', '') })).toEqual([{ orderId }, { orderId }]);
  });
});

describe('a step that is refused', () => {
  const table: [step: string, answers: Record<string, Answer>, code: string, before: string[], undone: string[]][] = [
    [
      'the stock of one line',
      {
        'stock.reserve': ({ quantity }: { quantity: number }) =>
          quantity === 1 ? refused('STOCK.SHORT', '') : moved(),
      },
      'STOCK.SHORT',
      ['stock.reserve oak', 'stock.reserve elm'],
      released,
    ],
    ['the authorization', { authorizePayment: declined }, 'PAYMENT.DECLINED', authorized, voided],
    [
      'the amount',
      { authorizePayment: () => refused('PAYMENT.AMOUNT_REFUSED', 'Too small.') },
      'PAYMENT.AMOUNT_REFUSED',
      authorized,
      voided,
    ],
    [
      'the sale of reserved units',
      { 'stock.commit': () => refused('STOCK.NOT_RESERVED', '') },
      'STOCK.NOT_RESERVED',
      committed,
      restocked,
    ],
    ['the capture', { capturePayment: declined }, 'PAYMENT.DECLINED', captured, refunded],
    [
      'a shipment',
      { shipmentOrchestrator: () => refused('SHIPMENT.REFUSED', '') },
      'SHIPMENT.REFUSED',
      shipped,
      unsent,
    ],
  ];

  it.each(table)('%s: everything before is undone, the latest first', (_step, answers, code, before, undone) => {
    const driven = drive(answers);
    const end = before === authorized ? earlyRefusal : refusal;
    expect(driven.calls.map(short)).toEqual([...before, ...undone, ...end]);
    expect(driven.result).toMatchObject({ state: 'refused', code });
  });

  it('is told to the customer by its code, in the record and in the mail', () => {
    const { calls } = drive({ authorizePayment: declined });
    expect(calls.at(-1)?.input).toMatchObject({
      entries: [{ state: 'reserved' }, { state: 'refused', step: 'refuseOrder', reason: 'PAYMENT.DECLINED' }],
      mail: { event: 'refused', reason: 'PAYMENT.DECLINED' },
    });
  });

  it('names the parcel that was refused, not the one withdrawn because of it', () => {
    const driven = drive({
      shipmentOrchestrator: ({ warehouse }: { warehouse: string }) =>
        warehouse === 'north' ? refused('SHIPMENT.WITHDRAWN', '') : refused('SHIPMENT.REFUSED', ''),
    });
    expect(driven.result).toMatchObject({ code: 'SHIPMENT.REFUSED' });
  });
});

describe('a step that keeps failing', () => {
  const table: [step: string, before: string[], undone: string[]][] = [
    ['authorizePayment', authorized, voided],
    ['capturePayment', captured, refunded],
  ];

  it.each(table)('%s: is undone like a refusal, its own undo included', (step, before, undone) => {
    const driven = drive({ [step]: fault });
    const end = step === 'authorizePayment' ? earlyRefusal : refusal;
    expect(driven.calls.map(short)).toEqual([...before, ...undone, ...end]);
    expect(driven.attempts[step]).toBe(8);
    expect(driven.result).toEqual({ state: 'refused', code: 'ORDER.STEP_FAILED', detail: 'no connection' });
  });

  it('is tried again while it may still come through', () => {
    const flaky: Answer = (input, attempt) => (attempt < 3 ? fault(input, attempt) : recorded(input));
    const driven = drive({ authorizePayment: flaky, capturePayment: flaky });
    expect(driven.result).toEqual({ state: 'delivered' });
    expect(driven.attempts).toMatchObject({ authorizePayment: 3, capturePayment: 3 });
  });
});

describe('an undo that does not come through', () => {
  it('keeps failing: the undoing stops there, and the order waits for people', () => {
    const driven = drive({ capturePayment: declined, refundPayment: fault });
    const end = ['refundPayment', 'recordOrderSteps compensationFailed'];
    expect(driven.calls.map(short)).toEqual([...captured, ...end]);
    expect(driven.attempts.refundPayment).toBe(42);
    expect(driven.result).toMatchObject({ state: 'compensationFailed', code: 'COMPENSATION.FAILED' });
    expect(driven.result?.detail).toBe(
      'refundPayment failed: no connection; not undone: restockStock, voidPayment, releaseStock; ' +
        'undoing because of PAYMENT.DECLINED: no',
    );
  });

  it('is refused, as with a parcel on its way: nothing is refunded', () => {
    const driven = drive({
      shipmentOrchestrator: () => refused('SHIPMENT.REFUSED', ''),
      cancelShipment: () => refused('SHIPMENT.DISPATCHED', 'The parcel is on its way.'),
    });
    expect(driven.calls.map(short)).toEqual([...shipped, 'cancelShipment', 'recordOrderSteps compensationFailed']);
    expect(driven.result?.state).toBe('compensationFailed');
  });
});

describe('a payment that could not be recorded with its act', () => {
  it('is recorded by itself, with more patience, before anything else', () => {
    const driven = drive({ authorizePayment: receipt, capturePayment: receipt });
    const [first, second] = ['recordOrderSteps reserved authorized', 'recordOrderSteps captured + mail confirmed'];
    const [, , pay, ...sell] = captured;
    expect(driven.calls.map(short).slice(0, 8)).toEqual([...reserved, pay, first, ...sell, second]);
    expect(driven.calls.find(({ label }) => label === 'recordOrderSteps')?.input).toMatchObject({
      closesCancellation: true,
    });
  });

  it('is cancelled when the customer has asked for it by then', () => {
    const recordOrderSteps = () => ({ state: 'authorized', cancelRequested: true });
    const driven = drive({ authorizePayment: receipt, recordOrderSteps });
    expect(driven.result).toMatchObject({ state: 'cancelled' });
  });
});

describe('a mail that did not go out with its record', () => {
  const unsent = (input: Recording) => ({
    ...recordOrderSteps(input),
    ...(input.mail && { unsent: input.mail.event }),
  });

  it('is sent by itself, with its reason, before anything else', () => {
    const driven = drive({ recordOrderSteps: unsent, authorizePayment: declined });
    expect(driven.calls.map(short)).toEqual([...authorized, ...voided, ...earlyRefusal, 'sendOrderMail']);
    expect(driven.calls.at(-1)?.input).toMatchObject({ event: 'refused', reason: 'PAYMENT.DECLINED' });
  });

  it('is noted in the order when it cannot be sent at all, and does not stop it', () => {
    const capturePayment = ({ recording }: { recording: Recording }) =>
      accepted({ paymentId: 'pay_1', amount: 2800, standing: unsent(recording) });
    const driven = drive({ capturePayment, sendOrderMail: fault });
    expect(driven.result).toEqual({ state: 'delivered' });
    expect(driven.attempts.sendOrderMail).toBe(12);
    const remarks = driven.calls.filter(({ label }) => label === 'recordOrderRemark').map(({ input }) => input);
    expect(remarks).toMatchObject([{ step: 'mail:confirmed', reason: 'MAIL.FAILED' }]);
  });
});

describe('an order of one line', () => {
  it('travels in one parcel that knows of no others', () => {
    const driven = drive({}, anOrderRun({ lines: [aLine('oak', 1, 100)] }));
    const [parcel] = driven.calls.filter(({ label }) => label.startsWith('shipment'));
    expect(parcel).toMatchObject({ label: `shipmentOrchestrator ${orderId}:north`, input: { others: [] } });
  });
});
