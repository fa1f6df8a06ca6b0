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

  it('does not let small pictures that keep coming starve a large one', async () => {
    const { run, begun, end } = aWorkshop(4, 50);
    const all = [run('small 1', 30), run('small 2', 20), run('large', 50)];
    for (let one = 3; one < 9; one++) all.push(run(`small ${one}`, 1));
    await end('none');
    await end('small 1');
    expect(begun).toEqual(['small 1', 'small 2']);
    await end('small 2');
    expect(begun).toEqual(['small 1', 'small 2', 'large']);
    await end('large');
    expect(begun.slice(3)).toEqual(['small 3', 'small 4', 'small 5', 'small 6']);
    for (let one = 3; one < 9; one++) await end(`small ${one}`);
    await Promise.all(all);
  });

  it('is whole again after fractions of a MB', async () => {
    const { run, begun, end } = aWorkshop(2, 300);
    // 300 - 44.31 - 36.1457 + 44.31 + 36.1457 is less than 300 in floating point.
    const all = [run('a', 44.31000824338016), run('b', 36.145666613816005)];
    await end('none');
    await end('a');
    await end('b');
    all.push(run('large', 300));
    await end('none');
    expect(begun).toEqual(['a', 'b', 'large']);
    await end('large');
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
