// Only the carrier is believed, and only for five minutes.

import { signReport, verifyReport } from '../../../../src/orders/http/shipping-report';

const secret = 'w'.repeat(32);
const now = new Date('2026-03-01T12:00:00Z');
const seconds = String(now.getTime() / 1000);
const body = '{"event":"dispatched"}';
const signed = { timestamp: seconds, signature: signReport(body, seconds, secret), body };
const unsigned = expect.objectContaining({ code: 'WEBHOOK.UNSIGNED' });

function failure(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a carrier’s report', () => {
  it('is accepted with the signature of its time and body', () => {
    expect(failure(() => verifyReport(signed, secret, now))).toBeUndefined();
  });

  it.each([
    ['another body', { ...signed, body: '{"event":"delivered"}' }],
    ['another time', { ...signed, timestamp: String(Number(seconds) + 1) }],
    ['the signature of another secret', { ...signed, signature: signReport(body, seconds, 'x'.repeat(32)) }],
    ['no signature', { ...signed, signature: null }],
    ['no time', { ...signed, timestamp: null }],
    [
      'a time that is no number',
      { ...signed, timestamp: 'yesterday', signature: signReport(body, 'yesterday', secret) },
    ],
  ])('is refused with %s', (_case, report) => {
    expect(failure(() => verifyReport(report, secret, now))).toEqual(unsigned);
  });

  it.each([
    [299, undefined],
    [-299, undefined],
    [301, unsigned],
    [-301, unsigned],
  ])('%d seconds away from our time', (away, expected) => {
    const then = new Date(now.getTime() + away * 1000);
    expect(failure(() => verifyReport(signed, secret, then))).toEqual(expected);
  });
});
