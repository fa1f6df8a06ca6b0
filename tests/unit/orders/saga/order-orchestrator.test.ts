// The story of an order: each step refused, failing for ever, or fine; and what is undone then, in which order.

import { orderOrchestrator } from '../../../../src/orders/saga/order-orchestrator';
import type { Recording } from '../../../../src/orders/saga/recorder';
import { accepted, refused } from '../../../../src/shared/result';
import { type Answer, type Call, driveStory } from '../../../helpers/drive-story';
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

function tell(answers: Record<string, Answer> = {}, run = anOrderRun()) {
  return driveStory(orderOrchestrator, { input: run, now: placedAt, answers: { ...allWell, ...answers } });
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
  const story = tell();

  it('takes every step once, in order, and ends delivered', () => {
    expect(story.calls.map(short)).toEqual(shipped);
    expect(story.result).toEqual({ state: 'delivered' });
  });

  it('pays what the order costs, with the customer’s token', () => {
    const payment = { orderId, customerId, placedAt, amount: { amount: 2800, currency: 'EUR' }, token: 'tok_ok' };
    const inputs = story.calls.filter(({ label }) => /Payment$/.test(label)).map(({ input }) => input);
    expect(inputs).toMatchObject([payment, payment]);
  });

  it('pays too when its input is of an earlier release, which did not tell when it was placed', () => {
    const { placedAt: _, ...earlier } = anOrderRun();
    const inputs = tell({}, earlier).calls.filter(({ label }) => label === 'authorizePayment');
    expect(inputs).toMatchObject([{ input: { orderId, customerId } }]);
    expect(inputs[0]?.input).not.toHaveProperty('placedAt');
  });

  it('reserves each line until the time given', () => {
    expect(story.calls[0]?.input).toEqual({ orderId, quantity: 2, expiresAt: '2026-03-01T13:00:00.000Z' });
    expect(story.calls[1]?.input).toEqual({ orderId, quantity: 1, expiresAt: '2026-03-01T13:00:00.000Z' });
  });

  it('sends what lies in one warehouse as one parcel', () => {
    const parcels = story.calls.filter(({ label }) => label.startsWith('shipment')).map(({ input }) => input);
    expect(parcels).toMatchObject([
      { warehouse: 'north', lines: [{ sku: 'oak', quantity: 2 }], others: [`${orderId}:south`] },
      { warehouse: 'south', lines: [{ sku: 'elm', quantity: 1 }], others: [`${orderId}:north`] },
    ]);
  });

  it('shows each state in the custom status', () => {
    const states = story.statuses.map((status) => (status as { state: string }).state);
    expect(states).toEqual(['reserved', 'authorized', 'captured', 'delivered']);
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
    const story = tell(answers);
    const end = before === authorized ? earlyRefusal : refusal;
    expect(story.calls.map(short)).toEqual([...before, ...undone, ...end]);
    expect(story.result).toMatchObject({ state: 'refused', code });
  });

  it('is told to the customer by its code, in the record and in the mail', () => {
    const { calls } = tell({ authorizePayment: declined });
    expect(calls.at(-1)?.input).toMatchObject({
      entries: [{ state: 'reserved' }, { state: 'refused', step: 'refuseOrder', reason: 'PAYMENT.DECLINED' }],
      mail: { event: 'refused', reason: 'PAYMENT.DECLINED' },
    });
  });

  it('names the parcel that was refused, not the one withdrawn because of it', () => {
    const story = tell({
      shipmentOrchestrator: ({ warehouse }: { warehouse: string }) =>
        warehouse === 'north' ? refused('SHIPMENT.WITHDRAWN', '') : refused('SHIPMENT.REFUSED', ''),
    });
    expect(story.result).toMatchObject({ code: 'SHIPMENT.REFUSED' });
  });
});

describe('a step that keeps failing', () => {
  const table: [step: string, before: string[], undone: string[]][] = [
    ['authorizePayment', authorized, voided],
    ['capturePayment', captured, refunded],
  ];

  it.each(table)('%s: is undone like a refusal, its own undo included', (step, before, undone) => {
    const story = tell({ [step]: fault });
    const end = step === 'authorizePayment' ? earlyRefusal : refusal;
    expect(story.calls.map(short)).toEqual([...before, ...undone, ...end]);
    expect(story.attempts[step]).toBe(8);
    expect(story.result).toEqual({ state: 'refused', code: 'ORDER.STEP_FAILED', detail: 'no connection' });
  });

  it('is tried again while it may still come through', () => {
    const flaky: Answer = (input, attempt) => (attempt < 3 ? fault(input, attempt) : recorded(input));
    const story = tell({ authorizePayment: flaky, capturePayment: flaky });
    expect(story.result).toEqual({ state: 'delivered' });
    expect(story.attempts).toMatchObject({ authorizePayment: 3, capturePayment: 3 });
  });
});

describe('an undo that does not come through', () => {
  it('keeps failing: the undoing stops there, and the order waits for people', () => {
    const story = tell({ capturePayment: declined, refundPayment: fault });
    const end = ['refundPayment', 'recordOrderSteps compensationFailed'];
    expect(story.calls.map(short)).toEqual([...captured, ...end]);
    expect(story.attempts.refundPayment).toBe(42);
    expect(story.result).toMatchObject({ state: 'compensationFailed', code: 'COMPENSATION.FAILED' });
    expect(story.result?.detail).toBe(
      'refundPayment failed: no connection; not undone: restockStock, voidPayment, releaseStock; ' +
        'undoing because of PAYMENT.DECLINED: no',
    );
  });

  it('is refused, as with a parcel on its way: nothing is refunded', () => {
    const story = tell({
      shipmentOrchestrator: () => refused('SHIPMENT.REFUSED', ''),
      cancelShipment: () => refused('SHIPMENT.DISPATCHED', 'The parcel is on its way.'),
    });
    expect(story.calls.map(short)).toEqual([...shipped, 'cancelShipment', 'recordOrderSteps compensationFailed']);
    expect(story.result?.state).toBe('compensationFailed');
  });
});

describe('a payment that could not be recorded with its act', () => {
  it('is recorded by itself, with more patience, before anything else', () => {
    const story = tell({ authorizePayment: receipt, capturePayment: receipt });
    const [first, second] = ['recordOrderSteps reserved authorized', 'recordOrderSteps captured + mail confirmed'];
    const [, , pay, ...sell] = captured;
    expect(story.calls.map(short).slice(0, 8)).toEqual([...reserved, pay, first, ...sell, second]);
    expect(story.calls.find(({ label }) => label === 'recordOrderSteps')?.input).toMatchObject({
      closesCancellation: true,
    });
  });

  it('is called off when the customer has asked for it meanwhile', () => {
    const recordOrderSteps = () => ({ state: 'authorized', cancelRequested: true });
    const story = tell({ authorizePayment: receipt, recordOrderSteps });
    expect(story.result).toMatchObject({ state: 'cancelled' });
  });
});

describe('a mail that did not go out with its record', () => {
  const unsent = (input: Recording) => ({
    ...recordOrderSteps(input),
    ...(input.mail && { unsent: input.mail.event }),
  });

  it('is sent by itself, with its reason, before anything else', () => {
    const story = tell({ recordOrderSteps: unsent, authorizePayment: declined });
    expect(story.calls.map(short)).toEqual([...authorized, ...voided, ...earlyRefusal, 'sendOrderMail']);
    expect(story.calls.at(-1)?.input).toMatchObject({ event: 'refused', reason: 'PAYMENT.DECLINED' });
  });

  it('is noted in the order when it cannot be sent at all, and does not stop it', () => {
    const capturePayment = ({ recording }: { recording: Recording }) =>
      accepted({ paymentId: 'pay_1', amount: 2800, standing: unsent(recording) });
    const story = tell({ capturePayment, sendOrderMail: fault });
    expect(story.result).toEqual({ state: 'delivered' });
    expect(story.attempts.sendOrderMail).toBe(12);
    const remarks = story.calls.filter(({ label }) => label === 'recordOrderRemark').map(({ input }) => input);
    expect(remarks).toMatchObject([{ step: 'mail:confirmed', reason: 'MAIL.FAILED' }]);
  });
});

describe('an order of one line', () => {
  it('travels in one parcel that knows of no others', () => {
    const story = tell({}, anOrderRun({ lines: [aLine('oak', 1, 100)] }));
    const [parcel] = story.calls.filter(({ label }) => label.startsWith('shipment'));
    expect(parcel).toMatchObject({ label: `shipmentOrchestrator ${orderId}:north`, input: { others: [] } });
  });
});
