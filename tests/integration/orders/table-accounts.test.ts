// Accounts and their guests in an Azure table, on Azurite.

import { makeStorage } from '../../../src/adapters/storage/storage';
import { makeTableAccounts } from '../../../src/adapters/storage/table-accounts';
import type { Accounts } from '../../../src/orders/ports/accounts';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let accounts: Accounts;
const [ada, bob] = ['cus_ada', 'cus_bob'];

beforeAll(async () => {
  azurite = await startAzurite();
  const storage = makeStorage({ connectionString: azurite.connectionString });
  accounts = makeTableAccounts(storage, () => new Date('2026-03-01T12:00:00Z'));
});
afterAll(() => azurite.stop());

it('lists the guests of an account, each once', async () => {
  expect(await accounts.guestsOf(ada)).toEqual([]);
  for (const guest of ['cus_guest1', 'cus_guest2', 'cus_guest1']) {
    expect(await accounts.addGuest(ada, guest)).toBe(true);
  }
  expect(await accounts.guestsOf(ada)).toEqual(['cus_guest1', 'cus_guest2']);
  expect(await accounts.guestsOf('cus_guest1')).toEqual([]);
});

it('gives a guest to the first account for ever, also when several ask at once', async () => {
  const answers = await Promise.all([ada, bob].map((account) => accounts.addGuest(account, 'cus_wanted')));
  expect(answers.toSorted()).toEqual([false, true]);
  const lists = await Promise.all([ada, bob].map((account) => accounts.guestsOf(account)));
  expect(lists.map((guests) => guests.includes('cus_wanted'))).toEqual(answers);
});
