// Undoing: everything registered, the latest first, until one does not come through.

import { makeCompensations } from '../../../../src/shared/durable/compensations';
import type { Orchestration } from '../../../../src/shared/durable/durable';
import { accepted, type Result, refused } from '../../../../src/shared/result';

interface Undo {
  release: string;
  void: string;
  refund: string;
}

/** Runs a story that awaits nothing. */
function ended<T>(story: Orchestration<T>): T {
  const step = story.next();
  if (!step.done) throw new Error('The story waits for something.');
  return step.value;
}

function setUp(failing: Partial<Record<keyof Undo, () => Result<unknown>[]>> = {}) {
  const done: string[] = [];
  const performer = (name: keyof Undo) =>
    function* (input: string): Orchestration<Result<unknown>[]> {
      done.push(`${name} ${input}`);
      return failing[name]?.() ?? [accepted(undefined)];
    };
  const compensations = makeCompensations<Undo>({
    release: performer('release'),
    void: performer('void'),
    refund: performer('refund'),
  });
  compensations.register('release', 'oak');
  compensations.register('void', 'pay_1');
  compensations.register('refund', 'pay_1');
  return { compensations, done };
}

describe('compensations', () => {
  it('run with what their step has answered', () => {
    const { compensations, done } = setUp();
    compensations.update('void', 'pay_2');
    ended(compensations.run());
    expect(done).toEqual(['refund pay_1', 'void pay_2', 'release oak']);
  });

  it('cannot be given an answer before they are registered', () => {
    const { compensations } = setUp();
    ended(compensations.run());
    expect(() => compensations.update('void', 'pay_2')).toThrow('void is not registered');
  });

  it('run in reverse order, each with its own input', () => {
    const { compensations, done } = setUp();
    expect(ended(compensations.run())).toEqual(accepted(['refund', 'void', 'release']));
    expect(done).toEqual(['refund pay_1', 'void pay_1', 'release oak']);
  });

  it('run once only', () => {
    const { compensations, done } = setUp();
    ended(compensations.run());
    expect(ended(compensations.run())).toEqual(accepted([]));
    expect(done).toHaveLength(3);
  });

  it('stop at the first that throws, and say why and what is left', () => {
    const { compensations, done } = setUp({
      void: () => {
        throw new Error('no connection\n    at stack');
      },
    });
    expect(ended(compensations.run())).toEqual(
      refused('COMPENSATION.FAILED', 'void failed: no connection; not undone: release'),
    );
    expect(done).toEqual(['refund pay_1', 'void pay_1']);
  });

  it('stop at one of which a part is refused', () => {
    const { compensations } = setUp({ release: () => [accepted(1), refused('STOCK.GONE', 'no such shelf')] });
    expect(ended(compensations.run())).toEqual(
      refused('COMPENSATION.FAILED', 'release failed: STOCK.GONE, no such shelf'),
    );
  });
});
