// What an order does to the outside, kept as real ones keep it: each act once for each key, whatever is asked how often.
// A trouble makes one step refuse, fail or lose its reply; a change of mind comes just before or after a step.

import { decisionStateOf } from '../../../../src/orders/decision-state';
import type { Order } from '../../../../src/orders/order';
import { closeCancellation, requestCancellation } from '../../../../src/orders/order-decisions';
import type { OrderActivities, ParcelKey, Recording } from '../../../../src/orders/saga/order-activities';
import { shipmentOrchestrator } from '../../../../src/orders/saga/shipment-orchestrator';
import { recordShipment, recordSteps } from '../../../../src/orders/timeline';
import { AppError } from '../../../../src/shared/http/errors';
import { accepted, type Result, refused } from '../../../../src/shared/result';
import { type Answer, driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { placedAt } from '../../../helpers/order-builders';

export type Kind =
  | 'refusal'
  | 'fault'
  | 'fault at first'
  | 'lost reply'
  | 'cancel before'
  | 'cancel after'
  | 'lost reply after its record'
  | 'cancel after its record';

export interface Trouble {
  step: string;
  kind: Kind;
}

export function makeFakeWorld(order: Order, trouble?: Trouble) {
  const acts = new Map<string, number>();
  const mails: string[] = [];
  const world = { order, cancellation: 'not asked' as 'not asked' | 'accepted' | 'too late' };
  let met = 0;

  const cancel = () => {
    try {
      world.order = requestCancellation(world.order, placedAt);
      world.cancellation = 'accepted';
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'ORDER.NOT_CANCELLABLE')) throw error;
      world.cancellation = 'too late';
    }
  };
  const fail = () => {
    throw new Error('no connection');
  };

  /** A step with its trouble; `act` is what it does to the outside. */
  const step =
    (name: string, value: unknown, undoes?: string): Answer =>
    (input: { orderId?: string; reference?: string; sku?: string }) => {
      const kind = trouble?.step === name ? trouble.kind : undefined;
      const first = ++met === 1;
      if (kind === 'refusal') return refused(`${name}.REFUSED`, 'no');
      if (kind === 'fault' || (kind === 'fault at first' && first)) return fail();
      if (kind === 'cancel before' && first) cancel();
      // Under one key, so the second time there is nothing left to do.
      acts.set(name, 1);
      if (undoes) acts.delete(undoes);
      if (kind === 'lost reply' && first) return fail();
      if (kind === 'cancel after' && first) cancel();
      return accepted(value ?? input);
    };

  function record({ entries, closesCancellation, mail }: Recording) {
    const recorded = recordSteps(world.order, entries);
    world.order = closesCancellation ? closeCancellation(recorded, placedAt) : recorded;
    if (mail) mails.push(mail.event);
    return decisionStateOf(world.order);
  }

  const records: Record<string, Answer> = {
    recordOrderSteps: record,
    recordShipment({ shipmentId, warehouse, state, at }: OrderActivities['recordShipment']['input']) {
      world.order = recordShipment(world.order, { shipmentId, warehouse, state }, at);
      if (world.order.state === (state === 'dispatched' ? 'shipped' : state)) mails.push(world.order.state);
      return decisionStateOf(world.order);
    },
  };
  /** The order says so as soon as the provider does. */
  const payment =
    (name: string): Answer =>
    (input: { recording: Recording }, attempt) => {
      const paid = step(name, {})(input as never, attempt) as Result<object>;
      if (!paid.ok) return paid;
      const standing = record(input.recording);
      const kind = trouble?.step === name && attempt === 1 ? trouble.kind : undefined;
      if (kind === 'lost reply after its record') return fail();
      if (kind === 'cancel after its record') cancel();
      return accepted({ ...paid.value, standing });
    };
  /** The parcel stands in the order as soon as the carrier has it. */
  const createShipment: Answer = (input: ParcelKey & { at: string }, attempt) => {
    const shipment = { shipmentId: `shp_${input.warehouse}`, warehouse: input.warehouse, state: 'created' } as const;
    const created = step('createShipment', { shipmentId: shipment.shipmentId, recorded: true })(
      input as never,
      attempt,
    ) as Result<unknown>;
    if (created.ok) world.order = recordShipment(world.order, shipment, input.at);
    return created;
  };
  const counted = (name: string, answer: Answer): Answer => {
    const only = trouble?.step === name;
    return (input, attempt) => {
      if (!only) met = 1;
      else met = attempt - 1;
      return answer(input, attempt);
    };
  };
  const steps: Record<string, Answer> = Object.fromEntries(
    Object.entries({
      'stock.reserve': step('stock.reserve', { quantity: 1 }),
      'stock.release': step('stock.release', { quantity: 1 }, 'stock.reserve'),
      'stock.commit': step('stock.commit', { quantity: 1 }),
      'stock.restock': step('stock.restock', { quantity: 1 }, 'stock.commit'),
      authorizePayment: payment('authorizePayment'),
      voidPayment: step('voidPayment', {}, 'authorizePayment'),
      capturePayment: payment('capturePayment'),
      refundPayment: step('refundPayment', {}, 'capturePayment'),
      createShipment,
      cancelShipment: step('cancelShipment', {}, 'createShipment'),
    }).map(([name, answer]) => [name, counted(name, answer)]),
  );
  const attempts: Record<string, number> = {};
  const delivered = { name: 'ShipmentDelivered', data: { at: placedAt } };
  const driveParcel: Answer = (input) => {
    const driven = driveOrchestrator(shipmentOrchestrator, {
      input,
      now: placedAt,
      answers: { ...records, ...steps },
      events: [delivered],
    });
    Object.assign(attempts, driven.attempts);
    return driven.result;
  };
  return {
    world,
    mails,
    /** Of the steps that have acted and were not undone. */
    remaining: () => [...acts.keys()].filter((name) => lasting.has(name)),
    /** Attempts of the parcel's own steps. */
    attempts,
    answers: { ...records, ...steps, shipmentOrchestrator: driveParcel } as Record<string, Answer>,
  };
}

const lasting: ReadonlySet<string> = new Set([
  'stock.reserve',
  'stock.commit',
  'authorizePayment',
  'capturePayment',
  'createShipment',
]);
