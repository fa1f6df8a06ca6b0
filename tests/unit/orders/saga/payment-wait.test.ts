// An order whose payment the customer has to confirm: confirmed, refused, never answered, cancelled, and told of in every order.

import { decisionStateOf } from '../../../../src/orders/decision-state';
import { closeCancellation, requestCancellation } from '../../../../src/orders/order-decisions';
import { recordedStep } from '../../../../src/orders/order-states';
import type { Recording } from '../../../../src/orders/saga/order-activities';
import { orderOrchestrator } from '../../../../src/orders/saga/order-orchestrator';
import type { OrderRun } from '../../../../src/orders/saga/order-run';
import { recordSteps } from '../../../../src/orders/timeline';
import { accepted, type Result, refused } from '../../../../src/shared/result';
import { type Answer, driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { anOrder, anOrderRun, orderId, placedAt } from '../../../helpers/order-builders';

type Told = { name: string; data?: unknown };
/** What the provider says at each look at the payment. */
type Look = 'waiting' | 'confirmed' | 'refused' | 'fault';

const reported = { name: 'PaymentReported', data: { at: placedAt } };
const cancelled = { name: 'CancelRequested', data: { at: placedAt } };
const approved = { name: 'ApprovalDecided', data: { decision: 'approve', reason: 'known', by: 'owner' } };
const timer = { name: 'timer' };
const halfAnHour = 1_800_000;
const deadline = '2026-03-01T12:30:00.000Z';

interface Course {
  looks?: Look[];
  run?: Partial<OrderRun>;
  version?: string;
  /** The customer cancels right before an activity, and the event is lost. */
  cancelsBefore?: string;
  asked?: boolean;
}

function drive(events: Told[], { looks = [], run = {}, version = '1.1', cancelsBefore, asked = true }: Course = {}) {
  let order = anOrder();
  const seen = [...looks];
  const mails: string[] = [];
  const record = ({ entries, closesCancellation, mail }: Recording) => {
    order = recordSteps(order, entries);
    if (closesCancellation) order = closeCancellation(order, placedAt);
    if (mail) mails.push(mail.event);
    return decisionStateOf(order);
  };
  const before = (name: string) => {
    if (cancelsBefore === name) order = requestCancellation(order, placedAt);
  };
  const receipt = { paymentId: 'pay_1', amount: 0 };
  const waiting = () => accepted({ ...receipt, standing: decisionStateOf(order), awaitsCustomer: true });
  const paid = (recording: Recording) => accepted({ ...receipt, standing: record(recording) });
  const moved = () => accepted({ quantity: 1 });
  const answers: Record<string, Answer> = {
    'stock.reserve': moved,
    'stock.commit': moved,
    'stock.release': moved,
    authorizePayment({ recording, mayAskCustomer }: { recording: Recording; mayAskCustomer?: true }): Result<unknown> {
      before('authorizePayment');
      if (!mayAskCustomer) return refused('PAYMENT.DECLINED', 'The customer cannot be asked.');
      if (!asked) return paid(recording);
      const entries = recording.entries.with(-1, { at: placedAt, ...recordedStep('requestPaymentAction') });
      record({
        ...recording,
        entries,
        ...(recording.closesCancellation && { closesCancellation: undefined as never }),
      });
      return waiting();
    },
    checkAuthorization({ recording }: { recording: Recording }): Result<unknown> {
      before('checkAuthorization');
      const look = seen.shift() ?? 'waiting';
      if (look === 'fault') throw new Error('no connection');
      if (look === 'refused') return refused('PAYMENT.DECLINED', 'Refused by the customer.');
      return look === 'waiting' ? waiting() : paid(recording);
    },
    capturePayment: ({ recording }: { recording: Recording }) => paid(recording),
    voidPayment: () => accepted(receipt),
    shipmentOrchestrator: () => accepted({ shipmentId: 'shp_1' }),
    recordOrderSteps: record,
    settleApproval: ({ approval }: { approval: { decision: string } }) => ({
      state: 'awaitingApproval',
      cancelRequested: false,
      decision: approval.decision,
    }),
    sendOwnerMail: () => ({ to: '' }),
  };
  const input = anOrderRun({ paymentAction: { timeoutMs: halfAnHour }, ...run });
  const driven = driveOrchestrator(orderOrchestrator, { input, now: placedAt, answers, events, version });
  const labels = driven.calls.map(({ label }) => label);
  const statuses = (driven.statuses as { step: string }[]).map(({ step }) => step);
  return {
    ...driven,
    labels,
    statuses,
    mails,
    order,
    looks: labels.filter((one) => one === 'checkAuthorization').length,
  };
}

const undone = ['voidPayment', 'stock.release oak', 'stock.release elm', 'recordOrderSteps'];
const sold = ['stock.commit oak', 'stock.commit elm', 'capturePayment'];

describe('an order that waits for its payment', () => {
  it('is awaitingPayment, with one timer, nothing sold and the cancellation open', () => {
    const { result, order, labels, timers, statuses } = drive([]);
    expect(result).toBeUndefined();
    expect(order).toMatchObject({ state: 'awaitingPayment' });
    expect(order.cancellation).toBeUndefined();
    expect(labels).toEqual(['stock.reserve oak', 'stock.reserve elm', 'authorizePayment']);
    expect(statuses).toEqual(['reserveStock', 'requestPaymentAction']);
    expect(timers).toEqual([{ at: deadline, end: 'running' }]);
  });

  it('keeps its stock for the time of the wait', () => {
    const [reserve] = drive([], { run: { reservationTtlMs: 3_600_000 + halfAnHour } }).calls;
    expect(reserve?.input).toMatchObject({ orderId, expiresAt: '2026-03-01T13:30:00.000Z' });
  });

  interface Row {
    events: Told[];
    course?: Course;
    state: string;
    code?: string;
    looks: number;
    /** The calls after the last look. */
    after: string[];
    timers: string[];
  }

  const rows: Record<string, Row> = {
    'confirmed, as the provider reports': {
      events: [reported],
      course: { looks: ['confirmed'] },
      ...{ state: 'delivered', looks: 1, after: sold, timers: ['cancelled'] },
    },
    'refused by the customer': {
      events: [reported],
      course: { looks: ['refused'] },
      ...{ state: 'refused', code: 'PAYMENT.DECLINED', looks: 1, after: undone, timers: ['cancelled'] },
    },
    'reported while nothing has changed, then confirmed': {
      events: [reported, reported],
      course: { looks: ['waiting', 'confirmed'] },
      ...{ state: 'delivered', looks: 2, after: sold, timers: ['cancelled', 'cancelled'] },
    },
    'not confirmed in time': {
      events: [timer],
      course: { looks: ['waiting'] },
      ...{ state: 'refused', code: 'PAYMENT.NOT_CONFIRMED', looks: 1, after: undone, timers: ['fired'] },
    },
    'confirmed, which nobody has reported: found when the time is over': {
      events: [timer],
      course: { looks: ['confirmed'] },
      ...{ state: 'delivered', looks: 1, after: sold, timers: ['fired'] },
    },
    'refused, which nobody has reported': {
      events: [timer],
      course: { looks: ['refused'] },
      ...{ state: 'refused', code: 'PAYMENT.DECLINED', looks: 1, after: undone, timers: ['fired'] },
    },
    'cancelled by the customer': {
      events: [cancelled],
      ...{ state: 'cancelled', code: 'ORDER.CANCELLED', looks: 0, after: undone, timers: ['cancelled'] },
    },
    'cancelled after a report without news': {
      events: [reported, cancelled],
      course: { looks: ['waiting'] },
      ...{ state: 'cancelled', code: 'ORDER.CANCELLED', looks: 1, after: undone, timers: ['cancelled', 'cancelled'] },
    },
    'cancelled before the customer was asked': {
      events: [],
      course: { cancelsBefore: 'authorizePayment' },
      ...{ state: 'cancelled', code: 'ORDER.CANCELLED', looks: 0, after: undone, timers: [] },
    },
    'cancelled, and the event is lost: the record says so when the time is over': {
      events: [timer],
      course: { looks: ['waiting'], cancelsBefore: 'checkAuthorization' },
      ...{ state: 'cancelled', code: 'ORDER.CANCELLED', looks: 1, after: undone, timers: ['fired'] },
    },
    'cancelled and confirmed at once: the cancellation was answered first': {
      events: [reported],
      course: { looks: ['confirmed'], cancelsBefore: 'checkAuthorization' },
      ...{ state: 'cancelled', code: 'ORDER.CANCELLED', looks: 1, after: undone, timers: ['cancelled'] },
    },
    'confirmed after two faults of the provider': {
      events: [reported],
      course: { looks: ['fault', 'fault', 'confirmed'] },
      ...{ state: 'delivered', looks: 1, after: sold, timers: ['cancelled'] },
    },
    'unknown, because the provider is away': {
      events: [reported],
      course: { looks: Array.from({ length: 8 }, () => 'fault' as const) },
      ...{ state: 'refused', code: 'ORDER.STEP_FAILED', looks: 1, after: undone, timers: ['cancelled'] },
    },
  };

  it.each(Object.entries(rows))('%s', (_what, { events, course, state, code, looks, after, timers }) => {
    const driven = drive(events, course);
    expect(driven.result).toMatchObject({ state, ...(code && { code }) });
    expect(driven.looks).toBe(looks);
    const last = driven.labels.lastIndexOf(looks > 0 ? 'checkAuthorization' : 'authorizePayment');
    expect(driven.labels.slice(last + 1, last + 1 + after.length)).toEqual(after);
    expect(driven.timers.map(({ end }) => end)).toEqual(timers);
  });

  it('can no longer be cancelled once the payment is recorded', () => {
    expect(drive([reported], { looks: ['confirmed'] }).order.cancellation).toBe('closed');
  });
});

describe('an order that waits for its payment and then for approval', () => {
  const approval = { timeoutMs: 4 * halfAnHour, onTimeout: 'reject' } as const;

  it('goes on when both have come, and its approval has the whole time', () => {
    const { result, timers } = drive([reported, approved], { looks: ['confirmed'], run: { approval } });
    expect(result).toEqual({ state: 'delivered' });
    expect(timers.map(({ at }) => at)).toEqual([deadline, '2026-03-01T13:00:00.000Z']);
  });

  it('is cancelled by an event that comes after the first wait', () => {
    const { result } = drive([reported, cancelled], { looks: ['confirmed'], run: { approval } });
    expect(result).toMatchObject({ state: 'cancelled' });
  });
});

describe('an order that does not ask its customer', () => {
  it('is paid as before when its payment needs no confirmation', () => {
    const { result, timers } = drive([], { asked: false });
    expect(result).toEqual({ state: 'delivered' });
    expect(timers).toEqual([]);
  });

  it.each([
    ['by its settings', { run: { paymentAction: undefined as never } }],
    ['because it began with version 1.0', { version: '1.0' }],
  ])('%s is refused when its payment needs confirmation', (_why, course) => {
    const { result, timers } = drive([], course);
    expect(result).toMatchObject({ state: 'refused', code: 'PAYMENT.DECLINED' });
    expect(timers).toEqual([]);
  });
});
