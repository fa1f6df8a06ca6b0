// The cart entity applies each command once and returns a result for any operation, even an invalid one.

import { makeCartEntity } from '../../../src/carts/cart-entity';
import { type CartState, resultOf } from '../../../src/carts/cart-state';
import { driveEntity } from '../../helpers/entity-context';

const cartEntity = makeCartEntity(Number.POSITIVE_INFINITY);

const add = (sku: string, quantity = 1) => ({ kind: 'add', sku, quantity }) as const;

function aCartEntity() {
  return driveEntity<CartState>(cartEntity, 'cart');
}

describe('cartEntity', () => {
  it('applies commands in order and returns the cart', () => {
    const entity = aCartEntity();
    entity.run('apply', { commandId: 'a', command: add('oak', 2) });
    const answer = entity.run('apply', { commandId: 'b', command: add('oak', 3) });
    expect(answer).toMatchObject({ ok: true, value: { lines: [{ sku: 'oak', quantity: 5 }], version: 2 } });
  });

  it('applies a repeated command once', () => {
    const entity = aCartEntity();
    const operation = { commandId: 'a', command: add('oak') };
    for (let n = 0; n < 3; n++) entity.run('apply', operation);
    expect(entity.state?.cart).toMatchObject({ lines: [{ sku: 'oak', quantity: 1 }], version: 1 });
    expect(entity.state?.applied).toHaveLength(1);
  });

  it('has the outcome of a signal in its state for the sender', () => {
    const entity = aCartEntity();
    const operation = { commandId: 'a', command: add('oak') };
    entity.run('apply', operation);
    entity.run('apply', { commandId: 'b', command: { kind: 'remove', sku: 'elm' } });
    const state = entity.state;
    expect(state && resultOf(state, operation)).toMatchObject({ ok: true, value: { version: 1 } });
    expect(state && resultOf(state, { commandId: 'b', command: { kind: 'remove', sku: 'elm' } })).toMatchObject({
      code: 'CART.LINE_NOT_FOUND',
    });
    expect(state && resultOf(state, { commandId: 'c', command: add('oak') })).toBeUndefined();
  });

  it('repeats a refusal, even if the command would now be accepted', () => {
    const entity = aCartEntity();
    const removal = { commandId: 'a', command: { kind: 'remove', sku: 'oak' } };
    entity.run('apply', removal);
    entity.run('apply', { commandId: 'b', command: add('oak') });
    expect(entity.run('apply', removal)).toMatchObject({ ok: false, code: 'CART.LINE_NOT_FOUND' });
    expect(entity.state?.cart.lines).toHaveLength(1);
  });

  it('refuses a command id used for another command, and leaves the cart unchanged', () => {
    const entity = aCartEntity();
    entity.run('apply', { commandId: 'a', command: add('oak') });
    const answer = entity.run('apply', { commandId: 'a', command: add('elm') });
    expect(answer).toMatchObject({ ok: false, code: 'REQUEST.KEY_REUSED' });
    expect(entity.state?.cart.lines).toEqual([{ sku: 'oak', quantity: 1 }]);
  });

  const odd: [string, string, unknown][] = [
    ['an unknown operation', 'explode', { commandId: 'a', command: add('oak') }],
    ['no input', 'apply', undefined],
    ['an input that is no object', 'apply', 'add an oak'],
    ['a command without an id', 'apply', { command: add('oak') }],
    ['an unknown command', 'apply', { commandId: 'a', command: { kind: 'explode' } }],
    ['a command without what it needs', 'apply', { commandId: 'a', command: { kind: 'add', sku: 'oak' } }],
  ];

  it.each(odd)('refuses %s instead of throwing, and does not store it', (_name, operation, input) => {
    const entity = aCartEntity();
    expect(entity.run(operation, input)).toMatchObject({ ok: false, code: 'REQUEST.INVALID' });
    expect(entity.state).toBeUndefined();
  });

  it('accepts every command there is', () => {
    const entity = aCartEntity();
    const lines = [{ sku: 'oak', quantity: 1 }];
    const commands = [
      add('oak'),
      { kind: 'set', sku: 'oak', quantity: 4, onlyIfVersion: [1] },
      { kind: 'merge', lines },
      { kind: 'checkout', lines },
      { kind: 'remove', sku: 'oak' },
      { kind: 'clear' },
    ];
    const answers = commands.map((command, n) => entity.run('apply', { commandId: `c${n}`, command }));
    expect(answers.map((answer) => (answer as { ok: boolean }).ok)).toEqual(commands.map(() => true));
    expect(entity.warnings).toEqual([]);
  });
});

describe('a cart that is asked to delete itself', () => {
  const later = new Date(Date.now() + 60_000).toISOString();
  const earlier = new Date(Date.now() - 60_000).toISOString();

  it('does so if no command has reached it since', () => {
    const entity = aCartEntity();
    entity.run('apply', { commandId: 'a', command: add('oak') });
    expect(entity.run('deleteIfUntouched', { untouchedSince: later })).toBeUndefined();
    expect(entity.state).toBeUndefined();
  });

  it('stays if it was changed since', () => {
    const entity = aCartEntity();
    entity.run('apply', { commandId: 'a', command: add('oak') });
    entity.run('deleteIfUntouched', { untouchedSince: earlier });
    expect(entity.state?.cart.lines).toHaveLength(1);
  });

  it('stays if a command was refused since: its sender may ask for the outcome', () => {
    const entity = aCartEntity();
    entity.run('apply', { commandId: 'a', command: { kind: 'remove', sku: 'oak' } });
    entity.run('deleteIfUntouched', { untouchedSince: earlier });
    expect(entity.state?.applied).toHaveLength(1);
  });

  it.each([undefined, {}, { untouchedSince: 'long ago' }])('stays if the time is %j', (input) => {
    const entity = aCartEntity();
    entity.run('apply', { commandId: 'a', command: add('oak') });
    entity.run('deleteIfUntouched', input);
    expect(entity.state).toBeDefined();
  });
});
