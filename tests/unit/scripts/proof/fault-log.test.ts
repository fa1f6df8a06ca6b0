import { makeFaultLog } from '../../../../scripts/proof/fault-log';
import { faultOutcome, faultTitle } from '../../../../scripts/proof/page/proof-words';

const now = () => new Date('2026-03-01T12:00:00Z');

it('counts which of the orders that a fault hit have come to their end, the latest fault first', () => {
  const log = makeFaultLog(now);
  log.add({ kind: 'kill' }, ['a', 'b']);
  log.add({ kind: 'card', card: 'tok_flaky' }, []);
  const [card, kill] = log.list(new Set(['b', 'x']));
  expect(kill).toEqual({ kind: 'kill', number: 1, at: '2026-03-01T12:00:00.000Z', hit: 2, ended: 1 });
  expect(card).toMatchObject({ number: 2, card: 'tok_flaky', hit: 0 });
});

it('calls a fault survived only when every order that it hit has come to its end', () => {
  const fault = { number: 1, kind: 'kill', at: now().toISOString(), hit: 2 } as const;
  expect(faultOutcome({ ...fault, ended: 1 })).toEqual({ isGood: false, text: '1 of 2 orders have come to their end' });
  expect(faultOutcome({ ...fault, ended: 2 })).toMatchObject({ isGood: true });
  expect(faultTitle({ ...fault, ended: 2 })).toBe('The host was killed');
});
