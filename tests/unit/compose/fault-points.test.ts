// Fault points, at which crash tests kill the process: after the step, once, and only if armed.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFaultPoints } from '../../../src/compose/fault-points';

const folder = mkdtempSync(join(tmpdir(), 'fault-points-'));
afterAll(() => rmSync(folder, { recursive: true }));

const done: string[] = [];
const steps = {
  capturePayment: async (payment: { orderId: string }) => void done.push(payment.orderId),
  sendOrderMail: async ({ event }: { event: string }) => void done.push(event),
  recordOrderSteps: async ({ entries }: { entries: { step: string }[] }) => void done.push(`${entries.length} steps`),
};
const withFaultPoints = makeFaultPoints(folder, () => void done.push('died'));
const wrapped = withFaultPoints(steps);
const arm = (point: string) => writeFileSync(join(folder, point), '');

beforeEach(() => {
  done.length = 0;
});

describe('fault points', () => {
  it('kill the process after the step, once each time they are armed', async () => {
    arm('capturePayment');
    await wrapped.capturePayment({ orderId: 'first' });
    await wrapped.capturePayment({ orderId: 'second' });
    expect(done).toEqual(['first', 'died', 'second']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('distinguish steps by their purpose', async () => {
    arm('sendOrderMail.shipped');
    await wrapped.sendOrderMail({ event: 'confirmed' });
    await wrapped.sendOrderMail({ event: 'shipped' });
    arm('recordOrderSteps.capturePayment');
    await wrapped.recordOrderSteps({ entries: [{ step: 'authorizePayment' }, { step: 'capturePayment' }] });
    expect(done).toEqual(['confirmed', 'shipped', 'died', '2 steps', 'died']);
  });

  it('do nothing after a failed step', async () => {
    arm('capturePayment');
    const capturePayment = async () => Promise.reject(new Error('no answer'));
    const failing = withFaultPoints({ capturePayment });
    await expect(failing.capturePayment()).rejects.toThrow('no answer');
    expect(done).toEqual([]);
    await wrapped.capturePayment({ orderId: 'now' });
  });

  it('have different names for steps with the same name', async () => {
    arm('provider.capturePayment');
    await wrapped.capturePayment({ orderId: 'not this one' });
    const provider = withFaultPoints(steps, 'provider.');
    await provider.capturePayment({ orderId: 'this one' });
    expect(done).toEqual(['not this one', 'this one', 'died']);
  });

  it('are disabled unless a folder is configured', () => {
    expect(makeFaultPoints(undefined)(steps)).toBe(steps);
  });
});
