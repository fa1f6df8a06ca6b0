import { bookLines, problemsOf, verdictOf } from '../../../../scripts/proof/page/proof-words';
import type { LiveBooks, ProofState } from '../../../../scripts/proof/proof-state';

const at = '2026-03-01T12:00:00.000Z';
const books: LiveBooks = {
  at,
  currency: 'EUR',
  money: { captured: 3000, shipped: 1000, refunded: 500, open: 1500, problems: [] },
  stock: { at, received: 10, onHand: 8, reserved: 3, sold: 2, problems: [] },
  mails: { sent: 3, problems: [] },
};
const host: ProofState['host'] = { isUp: true, pid: 1, deaths: 0, storefront: null, problems: [] };
const orders: ProofState['orders'] = { perMinute: 0, card: 'tok_ok', placed: 2, lost: 0, ended: 2, latest: [] };
const state: ProofState = { host, orders, books, storage: { failsForMs: 0, refused: 0 }, faults: [] };

it('shows the units that are neither reserved nor sold as free', () => {
  const [, stock] = bookLines(books, 0, 2);
  expect(stock?.figures.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'received 10',
    '= free 5',
    '+ reserved 3',
    '+ sold 2',
  ]);
  expect(stock?.asOf).toBeUndefined();
});

it('says of when the stock is while the host cannot tell it', () => {
  const [, stock] = bookLines({ ...books, at: '2026-03-01T12:00:09.000Z' }, 0, 2);
  expect(stock?.asOf).toBe(at);
});

it('calls the books balanced only when no rule is broken, no order is lost and no checkout failed', () => {
  expect(verdictOf(state)).toMatchObject({ isGood: true });
  const broken: Partial<ProofState>[] = [
    { books: { ...books, money: { ...books.money, problems: ['a was captured 2 times'] } } },
    { books: { ...books, mails: { sent: 3, problems: ['a: shipped was sent twice'] } } },
    { orders: { ...orders, lost: 1 } },
    { host: { ...host, problems: ['A checkout failed'] } },
  ];
  for (const change of broken) {
    expect(verdictOf({ ...state, ...change })).toMatchObject({ isGood: false });
    expect(problemsOf({ ...state, ...change })).toHaveLength(1);
  }
});
