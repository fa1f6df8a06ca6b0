// Limits how many tasks run concurrently, in order.

import { limitConcurrency } from '../../../src/shared/limit-concurrency';

const settled = () => new Promise(setImmediate);

/** Tasks that end on demand, and the names of those that have started. */
function aWorkshop(most: number) {
  const withLimit = limitConcurrency(most);
  const begun: string[] = [];
  const ends = new Map<string, { well: () => void; badly: (fault: Error) => void }>();
  const run = (name: string) =>
    withLimit(() => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => ends.set(name, { well: () => resolve(name), badly: reject }));
    });
  return { begun, run, end: (name: string) => ends.get(name) };
}

describe('turns', () => {
  it('start tasks in order, at most as many as allowed', async () => {
    const { begun, run, end } = aWorkshop(2);
    const all = ['a', 'b', 'c', 'd'].map(run);
    await settled();
    expect(begun).toEqual(['a', 'b']);
    end('b')?.well();
    await settled();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) end(name)?.well();
    await settled();
    end('d')?.well();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('continue after a failed task, whose caller gets the error', async () => {
    const { begun, run, end } = aWorkshop(1);
    const [failing, next] = [run('a'), run('b')];
    await settled();
    end('a')?.badly(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    await settled();
    expect(begun).toEqual(['a', 'b']);
    end('b')?.well();
    expect(await next).toBe('b');
  });

  it('are available again once no task waits', async () => {
    const { begun, run, end } = aWorkshop(1);
    for (const name of ['a', 'b']) {
      const one = run(name);
      await settled();
      end(name)?.well();
      await one;
    }
    expect(begun).toEqual(['a', 'b']);
  });
});
