import { makeGroupCommit } from '../../../../../localhost/taskhub/running/group-commit';

describe('the commits', () => {
  const makeHub = () => {
    const transactions: string[][] = [];
    let current: string[] = [];
    const store = {
      transaction(write: () => void) {
        current = [];
        write();
        transactions.push(current);
      },
    };
    const log: string[] = [];
    const commits = makeGroupCommit({ store, afterCommit: () => log.push('pump') });
    const add = (name: string) =>
      commits.add(
        () => {
          if (name.startsWith('bad')) throw new Error(name);
          current.push(name);
        },
        () => log.push(name),
        (error) => log.push(`failed: ${(error as Error).message}`),
      );
    return { transactions, log, commits, add };
  };

  it('stores all writes of a turn in one transaction, and runs follow-up work afterwards', async () => {
    const { transactions, log, add } = makeHub();
    add('a');
    add('b');
    expect(log).toEqual([]);
    await new Promise(setImmediate);
    expect([transactions, log]).toEqual([[['a', 'b']], ['a', 'b', 'pump']]);
  });

  it('stores the other writes if one fails', async () => {
    const { transactions, log, add } = makeHub();
    for (const name of ['a', 'bad', 'b']) add(name);
    await new Promise(setImmediate);
    expect(transactions).toEqual([['a'], ['b']]);
    expect(log).toEqual(['failed: bad', 'a', 'b', 'pump']);
  });

  it('stores pending writes on close, and refuses further ones', () => {
    const { transactions, log, commits, add } = makeHub();
    add('a');
    commits.close();
    add('late');
    expect(transactions).toEqual([['a']]);
    expect(log.at(-1)).toBe('failed: The task hub is closed.');
  });
});
