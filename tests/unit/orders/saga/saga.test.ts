// Every step of an order × everything that can happen to it: how the order ends, what is undone in which order, and that the
// outside is left with all of it or nothing. The table is made from the list of steps and undos alone.

import type { TimelineEntry } from '../../../../src/orders/order';
import { orderOrchestrator } from '../../../../src/orders/saga/order-orchestrator';
import { driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { aLine, anOrder, anOrderRun, placedAt } from '../../../helpers/order-builders';
import { type Kind, makeFakeWorld, type Trouble } from './fake-world';

const lines = [aLine('oak', 2, 1250), aLine('elm', 1, 300)];

/** The steps in their order, with what undoes each; retries are those of a call to the outside. */
const saga = [
  { step: 'stock.reserve', undo: ['stock.release oak', 'stock.release elm'], retried: false, cancellable: true },
  { step: 'authorizePayment', undo: ['voidPayment'], retried: true, cancellable: true },
  { step: 'stock.commit', undo: ['stock.restock oak', 'stock.restock elm'], retried: false, cancellable: false },
  { step: 'capturePayment', undo: ['refundPayment'], retried: true, cancellable: false },
  { step: 'createShipment', undo: ['cancelShipment'], retried: true, cancellable: false },
] as const;
const all = saga.map(({ step }) => step);
const undos: string[] = saga.flatMap(({ undo }) => undo);

/** What undoes the steps up to and with this one, the latest first. */
function undoFrom(step: string): string[] {
  const upTo = saga.slice(0, saga.findIndex((one) => one.step === step) + 1);
  return upTo.reverse().flatMap(({ undo }) => undo);
}

function drive(trouble?: Trouble) {
  const { answers, world, remaining, attempts, mails } = makeFakeWorld(anOrder({ lines }), trouble);
  const driven = driveOrchestrator(orderOrchestrator, { input: anOrderRun({ lines }), now: placedAt, answers });
  const undone = driven.calls.map(({ label }) => label).filter((label) => undos.includes(label));
  const { state, timeline } = world.order;
  return {
    state,
    end: driven.result?.state,
    lastStep: timeline.at(-1)?.step,
    shown: (driven.statuses as TimelineEntry[]).map(stepOf),
    recorded: timeline.map(stepOf),
    undone,
    remaining: remaining(),
    cancellation: world.cancellation,
    mails,
    attempts: { ...driven.attempts, ...attempts },
  };
}

const stepOf = ({ state, step }: TimelineEntry) => `${step} ${state}`;

/** Steps of the record that only a person, or the last parcel to come so far, takes. */
const recordedOnly = ['placeOrder placed', 'dispatchShipments shipped'];

interface Outcome {
  state: string;
  undone: string[];
  remaining: readonly string[];
  mail: string;
  attempts?: number;
  cancellation?: string;
}

const rows = saga.flatMap(({ step, retried, cancellable }) => {
  const refused: Outcome = { state: 'refused', undone: undoFrom(step), remaining: [], mail: 'refused' };
  const delivered: Outcome = { state: 'delivered', undone: [], remaining: all, mail: 'delivered' };
  // Until the order is bound, that is right before the stock is committed, everything up to the payment is undone.
  const cancelled: Outcome = {
    state: 'cancelled',
    undone: undoFrom('authorizePayment'),
    remaining: [],
    mail: 'cancelled',
  };
  const again = retried ? delivered : refused;
  const expected: Partial<Record<Kind, Outcome>> = {
    refusal: { ...refused, attempts: 1 },
    fault: { ...refused, attempts: retried ? 8 : 1 },
    // The stock answers with results and its messages are not lost; should it fail all the same, the order is undone.
    'fault at first': { ...again, attempts: retried ? 2 : 1 },
    'lost reply': { ...again, attempts: retried ? 2 : 1 },
    'cancel before': cancellable
      ? { ...cancelled, cancellation: 'accepted' }
      : { ...delivered, cancellation: 'too late' },
    'cancel after': cancellable
      ? { ...cancelled, cancellation: 'accepted' }
      : { ...delivered, cancellation: 'too late' },
  };
  if (step.endsWith('Payment')) {
    expected['lost reply after its record'] = { ...delivered, attempts: 2 };
    // With its record the authorization has bound the order.
    expected['cancel after its record'] = { ...delivered, cancellation: 'too late' };
  }
  return Object.entries(expected).map(([kind, outcome]) => ({ step, kind: kind as Kind, ...outcome }));
});

it('delivers an order that meets no trouble, undoing nothing', () => {
  expect(drive()).toMatchObject({ state: 'delivered', end: 'delivered', undone: [], remaining: all });
});

it('the table has a row for each of 5 steps and 6 kinds of trouble, and two more for payments', () => {
  expect(rows).toHaveLength(34);
});

it.each(rows)('$step, $kind: $state', ({ step, kind, attempts, cancellation = 'not asked', mail, ...expected }) => {
  const driven = drive({ step, kind });
  expect(driven).toMatchObject({ ...expected, end: expected.state, cancellation });
  expect(driven.mails.at(-1)).toBe(mail);
  const label = step.startsWith('stock.') ? `${step} oak` : step;
  if (attempts !== undefined) expect(driven.attempts[label]).toBe(attempts);
});

it.each(rows)('$step, $kind: the custom status has shown the steps that the record has', ({ step, kind }) => {
  const { shown, recorded } = drive({ step, kind });
  const others = recorded.filter((one) => !recordedOnly.includes(one) && !one.startsWith('requestCancellation'));
  expect(shown).toEqual(others);
});

describe.each(undos.map((label) => label.split(' ')[0] ?? '').filter((name, at, names) => names.indexOf(name) === at))(
  'an undo, %s,',
  (undo) => {
    const isStock = undo.startsWith('stock.');
    const failing = (kind: Kind) => {
      const world = makeFakeWorld(anOrder({ lines }), { step: undo, kind });
      // The carrier refuses, so that everything has to be undone.
      const shipmentOrchestrator = () => ({ ok: false, code: 'SHIPMENT.REFUSED', detail: '' });
      const answers = { ...world.answers, shipmentOrchestrator };
      const driven = driveOrchestrator(orderOrchestrator, { input: anOrderRun({ lines }), now: placedAt, answers });
      const undone = driven.calls.map(({ label }) => label).filter((label) => undos.includes(label));
      return { state: world.world.order.state, undone, remaining: world.remaining() };
    };
    const complete = undoFrom('createShipment');
    const upTo = complete.slice(0, complete.findLastIndex((label) => label.startsWith(undo)) + 1);

    it.each(['refusal', 'fault'] as const)('that ends in %s stops the undoing there, for people to see', (kind) => {
      expect(failing(kind)).toMatchObject({ state: 'compensationFailed', undone: upTo });
    });

    if (!isStock) {
      it.each(['fault at first', 'lost reply'] as const)('with a %s comes through', (kind) => {
        expect(failing(kind)).toEqual({ state: 'refused', undone: complete, remaining: [] });
      });
    }
  },
);
