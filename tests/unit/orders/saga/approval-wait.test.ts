// An order that needs approval: reminded twice, decided by people or by the timeout, or cancelled before.

import { orderOrchestrator } from '../../../../src/orders/saga/order-orchestrator';
import type { ApprovalWait } from '../../../../src/orders/saga/order-run';
import { accepted } from '../../../../src/shared/result';
import { type Answer, driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { anOrderRun, placedAt } from '../../../helpers/order-builders';

type Events = { name: string; data?: unknown }[];
interface Settling {
  approval: { decision: string; by: string; reason: string };
}

const timer = { name: 'timer' };
const approved = { name: 'ApprovalDecided', data: { decision: 'approve', reason: 'known', by: 'owner' } };
const rejected = { name: 'ApprovalDecided', data: { decision: 'reject', reason: 'odd', by: 'owner' } };
const cancelled = { name: 'CancelRequested', data: { at: placedAt } };
const hour = 3_600_000;

const standing = { state: 'authorized', cancelRequested: false };

function drive(events: Events, more: { wait?: Partial<ApprovalWait>; answers?: Record<string, Answer> } = {}) {
  const receipt = () => accepted({ paymentId: 'pay_1', amount: 2800, standing });
  const moved = () => accepted({ quantity: 1 });
  const answers: Record<string, Answer> = {
    'stock.reserve': moved,
    'stock.commit': moved,
    'stock.release': moved,
    authorizePayment: receipt,
    capturePayment: receipt,
    voidPayment: receipt,
    shipmentOrchestrator: () => accepted({ shipmentId: 'shp_1' }),
    recordOrderSteps: ({ entries }: { entries: { state: string }[] }) => ({
      state: entries.at(-1)?.state,
      cancelRequested: false,
    }),
    settleApproval: ({ approval }: Settling) => ({
      state: 'awaitingApproval',
      cancelRequested: false,
      decision: approval.decision,
    }),
    sendOwnerMail: () => ({ to: 'owner@example.com' }),
    ...more.answers,
  };
  const approval: ApprovalWait = { timeoutMs: 4 * hour, onTimeout: 'reject', ...more.wait };
  const driven = driveOrchestrator(orderOrchestrator, {
    input: anOrderRun({ approval }),
    now: placedAt,
    answers,
    events,
  });
  const inputs = (label: string) => driven.calls.filter((call) => call.label === label).map(({ input }) => input);
  const ownerMails = inputs('sendOwnerMail').map((input) => (input as { event: string }).event);
  const settled = inputs('settleApproval').map((input) => (input as Settling).approval);
  const labels = driven.calls.map(({ label }) => label);
  return { ...driven, ownerMails, settled, labels };
}

const undone = ['voidPayment', 'stock.release oak', 'stock.release elm', 'recordOrderSteps'];

describe('an order that waits for approval', () => {
  it('can be cancelled until it is approved, and no longer then', () => {
    const { calls } = drive([approved]);
    const binds = calls.flatMap(({ label, input }) =>
      JSON.stringify(input).includes('closesCancellation') ? [label] : [],
    );
    expect(binds).toEqual(['recordOrderSteps']);
    const order = calls.map(({ label }) => label);
    expect(order.lastIndexOf('recordOrderSteps')).toBeGreaterThan(order.indexOf('settleApproval'));
  });

  it('sends the owner one mail and waits, until somebody decides or time passes', () => {
    const { result, ownerMails, timers, statuses } = drive([]);
    expect(result).toBeUndefined();
    expect(ownerMails).toEqual(['approvalRequested']);
    expect(timers).toEqual([{ at: '2026-03-01T14:00:00.000Z', end: 'running' }]);
    expect(statuses.at(-1)).toMatchObject({ state: 'awaitingApproval' });
  });

  it('goes on when it is approved, with no timer left', () => {
    const { result, settled, timers } = drive([approved]);
    expect(result).toEqual({ state: 'delivered' });
    expect(settled).toMatchObject([{ decision: 'approve', reason: 'known', by: 'owner' }]);
    expect(timers).toEqual([{ at: '2026-03-01T14:00:00.000Z', end: 'cancelled' }]);
  });

  it('is undone when it is rejected', () => {
    const { result, labels } = drive([rejected]);
    expect(result).toMatchObject({ state: 'refused', code: 'ORDER.REJECTED' });
    expect(labels.slice(-undone.length)).toEqual(undone);
    expect(labels).not.toContain('capturePayment');
  });

  it('reminds the owner after half of the time and after three quarters, once each', () => {
    const { result, ownerMails, timers } = drive([timer, timer, approved]);
    expect(result).toEqual({ state: 'delivered' });
    expect(ownerMails).toEqual(['approvalRequested', 'approvalReminder', 'approvalEscalation']);
    expect(timers).toEqual([
      { at: '2026-03-01T14:00:00.000Z', end: 'fired' },
      { at: '2026-03-01T15:00:00.000Z', end: 'fired' },
      { at: '2026-03-01T16:00:00.000Z', end: 'cancelled' },
    ]);
  });

  it.each([
    ['reject', 'refused'],
    ['approve', 'delivered'],
  ] as const)('is decided automatically at the end: %s makes it %s', (onTimeout, state) => {
    const { result, settled } = drive([timer, timer, timer], { wait: { onTimeout } });
    expect(result).toMatchObject({ state });
    expect(settled).toMatchObject([{ decision: onTimeout, by: 'clock', at: '2026-03-01T16:00:00.000Z' }]);
  });

  it('follows the decision of the owner that is in the record when the time is over', () => {
    const settleApproval = () => ({ state: 'awaitingApproval', cancelRequested: false, decision: 'approve' });
    expect(drive([timer, timer, timer], { answers: { settleApproval } }).result).toEqual({ state: 'delivered' });
  });

  it('needs no event when the record has the decision at the reminder', () => {
    const recordOrderSteps = ({ entries }: { entries: { step: string; state: string }[] }) => ({
      state: entries.at(-1)?.state,
      cancelRequested: false,
      ...(entries.at(-1)?.step === 'remindApproval' && { decision: 'approve' }),
    });
    const { result, ownerMails } = drive([timer], { answers: { recordOrderSteps } });
    expect(result).toEqual({ state: 'delivered' });
    expect(ownerMails).toEqual(['approvalRequested']);
  });

  it.each([
    ['at once', [cancelled]],
    ['after the reminder', [timer, cancelled]],
    ['at the last moment', [timer, timer, cancelled]],
  ])('is cancelled by the customer %s', (_moment, events) => {
    const { result, labels, timers } = drive(events);
    expect(result).toMatchObject({ state: 'cancelled', code: 'ORDER.CANCELLED' });
    expect(labels.slice(-undone.length)).toEqual(undone);
    expect(timers.filter(({ end }) => end === 'running')).toEqual([]);
  });

  it('is cancelled when the record says so before it waits, and nobody is asked for approval', () => {
    const recordOrderSteps = () => ({ state: 'awaitingApproval', cancelRequested: true });
    const { result, ownerMails, timers } = drive([], { answers: { recordOrderSteps } });
    expect(result).toMatchObject({ state: 'cancelled' });
    expect({ ownerMails, timers }).toEqual({ ownerMails: [], timers: [] });
  });

  it.each([[undefined], [null], [{}], [{ decision: 'maybe' }]])('ignores an event without a decision: %p', (data) => {
    expect(drive([{ name: 'ApprovalDecided', data }]).result).toBeUndefined();
    expect(drive([{ name: 'ApprovalDecided', data }, approved]).result).toEqual({ state: 'delivered' });
  });

  it('continues to wait when the mail to the owner fails', () => {
    const sendOwnerMail = () => {
      throw new Error('no mail server');
    };
    expect(drive([timer, approved], { answers: { sendOwnerMail } }).result).toEqual({ state: 'delivered' });
  });
});
