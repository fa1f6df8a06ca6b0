// The memory budget limits how many pictures are rendered concurrently.

import { makeMemoryBudget } from '../../../src/engines/memory-budget';

/** Tasks that end on demand, and the names of those that have started. */
function aWorkshop(places: number, mostMb: number) {
  const budget = makeMemoryBudget(places, mostMb);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, mb: number) =>
    budget.run(mb, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { budget, run, begun, end };
}

describe('the memory budget', () => {
  it('runs as many small pictures as fit', async () => {
    const { run, begun, end } = aWorkshop(2, 50);
    const all = [run('a', 10), run('b', 10), run('c', 10)];
    await end('none');
    expect(begun).toEqual(['a', 'b']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('b');
    await end('c');
    await Promise.all(all);
  });

  it('runs a large picture alone, and lets none overtake it', async () => {
    const { run, begun, end } = aWorkshop(2, 50);
    const all = [run('small', 10), run('large', 50), run('next', 1)];
    await end('none');
    expect(begun).toEqual(['small']);
    await end('small');
    expect(begun).toEqual(['small', 'large']);
    await end('large');
    expect(begun).toEqual(['small', 'large', 'next']);
    await end('next');
    await Promise.all(all);
  });

  it('accepts a task larger than the whole budget', async () => {
    const { budget } = aWorkshop(2, 50);
    expect(await budget.run(1000, async () => 'done')).toBe('done');
  });

  it('releases the memory of a failed task', async () => {
    const { budget } = aWorkshop(1, 50);
    await expect(budget.run(50, () => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged');
    expect(await budget.run(50, async () => 'done')).toBe('done');
  });
});
