// Commands are remembered as long as somebody may ask for them, and no longer.

import {
  type AppliedCommand,
  commandOutcome,
  remember,
  remembered,
} from '../../../../src/shared/durable/applied-commands';
import { refused } from '../../../../src/shared/result';

const content = { kind: 'add', sku: 'oak', quantity: 1 };

function applying(count: number, now: number, before: AppliedCommand[] = [], prefix = 'cmd'): AppliedCommand[] {
  let applied = before;
  for (let n = 0; n < count; n++) {
    applied = remember(applied, { id: `${prefix}-${n}`, content, refusal: undefined }, now);
  }
  return applied;
}

describe('commandOutcome', () => {
  it('knows nothing of a command that was not applied', () => {
    expect(commandOutcome(applying(3, 0), 'other', content)).toBeUndefined();
  });

  it('tells that a command was accepted', () => {
    expect(commandOutcome(applying(3, 0), 'cmd-1', content)).toEqual({ ok: true, value: undefined });
  });

  it('tells why a command was refused', () => {
    const refusal = refused('STOCK.SHORT', 'Only 2 left.');
    expect(commandOutcome(remember([], { id: 'a', content, refusal }, 0), 'a', content)).toEqual(refusal);
  });

  it('refuses the id with another content, at any depth', () => {
    const nested = { lines: [{ sku: 'oak', quantity: 1 }] };
    const applied = remember([], { id: 'a', content: nested, refusal: undefined }, 0);
    expect(commandOutcome(applied, 'a', { lines: [{ sku: 'oak', quantity: 2 }] })).toMatchObject({
      code: 'REQUEST.KEY_REUSED',
    });
    expect(commandOutcome(applied, 'a', nested)).toMatchObject({ ok: true });
  });

  it('takes the same members in another order for the same content', () => {
    const reordered = { quantity: 1, sku: 'oak', kind: 'add' };
    expect(commandOutcome(applying(1, 0), 'cmd-0', reordered)).toMatchObject({ ok: true });
  });
});

describe('remember', () => {
  it('keeps every command of the last minute, so that all of a rush find their outcome', () => {
    expect(applying(1_000, 0)).toHaveLength(1_000);
  });

  it('keeps no more than the most, and of them the latest', () => {
    const applied = applying(remembered.most + 5, 0);
    expect(applied).toHaveLength(remembered.most);
    expect(commandOutcome(applied, 'cmd-4', content)).toBeUndefined();
    expect(commandOutcome(applied, 'cmd-5', content)).toBeDefined();
  });

  it('keeps only the last ones after a minute', () => {
    const applied = applying(1, remembered.allForMs, applying(1_000, 0), 'later');
    expect(applied).toHaveLength(remembered.last);
    expect(commandOutcome(applied, 'cmd-999', content)).toBeDefined();
    expect(commandOutcome(applied, 'later-0', content)).toBeDefined();
  });

  it('keeps a command that is alone for a day', () => {
    const first = applying(1, 0);
    expect(commandOutcome(applying(1, remembered.forMs - 1, first, 'later'), 'cmd-0', content)).toBeDefined();
    expect(commandOutcome(applying(1, remembered.forMs, first, 'later'), 'cmd-0', content)).toBeUndefined();
  });

  it('stays small when a command is remembered', () => {
    const entry = applying(1, 1_795_501_959_097);
    expect(JSON.stringify(entry).length).toBeLessThan(80);
  });
});
