// The stock entity supports the operations of orders, and refuses invalid ones.

import type { StockOperations } from '../../../src/shared/contracts';
import { stockEntity } from '../../../src/stock/stock-entity';
import { resultOf, type StockState } from '../../../src/stock/stock-state';
import { driveEntity } from '../../helpers/entity-context';

function aStockEntity(onHand = 0) {
  const entity = driveEntity<StockState>(stockEntity, 'stock');
  if (onHand > 0) entity.run('adjust', { commandId: 'first', adjustment: { delta: onHand, reason: 'delivery' } });
  /** Calls the entity as an orchestration does. */
  const call = <Name extends keyof StockOperations>(
    name: Name,
    input: StockOperations[Name]['input'],
  ): StockOperations[Name]['output'] => entity.run(name, input) as StockOperations[Name]['output'];
  return { entity, call };
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('stockEntity', () => {
  it('serves an order from reservation to sale and back', () => {
    const { entity, call } = aStockEntity(10);
    const orderId = 'ord_1';
    expect(call('reserve', { orderId, quantity: 4, expiresAt: inAnHour() })).toEqual({
      ok: true,
      value: { quantity: 4 },
    });
    expect(call('commit', { orderId })).toEqual({ ok: true, value: { quantity: 4 } });
    expect(entity.state?.stock).toMatchObject({ onHand: 6, sold: 4, reservations: [] });
    expect(call('restock', { orderId })).toEqual({ ok: true, value: { quantity: 4 } });
    expect(entity.state?.stock).toMatchObject({ onHand: 10, sold: 0 });
  });

  it('releases a reservation', () => {
    const { entity, call } = aStockEntity(10);
    call('reserve', { orderId: 'ord_1', quantity: 4, expiresAt: inAnHour() });
    expect(call('release', { orderId: 'ord_1' })).toEqual({ ok: true, value: { quantity: 4 } });
    expect(entity.state?.stock).toMatchObject({ onHand: 10, reservations: [] });
  });

  it('refuses with code and message if units are short or no longer reserved', () => {
    const { call } = aStockEntity(3);
    expect(call('reserve', { orderId: 'ord_1', quantity: 4, expiresAt: inAnHour() })).toEqual({
      ok: false,
      code: 'STOCK.SHORT',
      detail: 'Units available: 3.',
    });
    expect(call('commit', { orderId: 'ord_1' })).toMatchObject({ ok: false, code: 'STOCK.NOT_RESERVED' });
  });

  it('never reserves more than is available, however many orders there are', () => {
    const { entity, call } = aStockEntity(10);
    const answers = Array.from({ length: 30 }, (_, n) =>
      call('reserve', { orderId: `ord_${n}`, quantity: 1, expiresAt: inAnHour() }),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(10);
    expect(entity.state?.stock.reservations).toHaveLength(10);
  });

  it('removes an expired reservation at the next operation', () => {
    const { entity, call } = aStockEntity(3);
    call('reserve', { orderId: 'ord_1', quantity: 3, expiresAt: new Date(Date.now() - 1).toISOString() });
    expect(call('reserve', { orderId: 'ord_2', quantity: 2, expiresAt: inAnHour() }).ok).toBe(true);
    expect(entity.state?.stock.movements.map(({ kind }) => kind)).toEqual(['adjust', 'reserve', 'expire', 'reserve']);
  });

  it('applies an adjustment once and has the outcome in its state for the sender', () => {
    const { entity } = aStockEntity(5);
    const taking = { commandId: 'a', adjustment: { delta: -2, reason: 'broken' } };
    const tooMuch = { commandId: 'b', adjustment: { delta: -4, reason: 'broken' } };
    for (let n = 0; n < 2; n++) {
      expect(entity.run('adjust', taking)).toMatchObject({ ok: true, value: { onHand: 3 } });
      expect(entity.run('adjust', tooMuch)).toMatchObject({ ok: false, code: 'STOCK.SHORT' });
    }
    const state = entity.state;
    expect(state && resultOf(state, taking)).toMatchObject({ ok: true, value: { onHand: 3 } });
    expect(state && resultOf(state, tooMuch)).toMatchObject({ ok: false, code: 'STOCK.SHORT' });
    expect(state && resultOf(state, { ...taking, commandId: 'c' })).toBeUndefined();
    expect(state && resultOf(state, { ...taking, adjustment: tooMuch.adjustment })).toMatchObject({
      code: 'REQUEST.KEY_REUSED',
    });
  });

  const odd: [string, string, unknown][] = [
    ['an unknown operation', 'explode', { orderId: 'ord_1' }],
    ['no input', 'release', undefined],
    ['an input that is no object', 'release', 'ord_1'],
    ['no order', 'commit', {}],
    ['no unit', 'reserve', { orderId: 'ord_1', quantity: 0, expiresAt: inAnHour() }],
    ['a part of a unit', 'reserve', { orderId: 'ord_1', quantity: 1.5, expiresAt: inAnHour() }],
    ['no end of a reservation', 'reserve', { orderId: 'ord_1', quantity: 1 }],
    ['an end that is no time', 'reserve', { orderId: 'ord_1', quantity: 1, expiresAt: 'soon' }],
    ['an adjustment without an id', 'adjust', { adjustment: { delta: 1, reason: 'count' } }],
    ['an adjustment by a part of a unit', 'adjust', { commandId: 'a', adjustment: { delta: 0.5, reason: 'count' } }],
  ];

  it.each(odd)('refuses %s instead of throwing, and does not store it', (_name, operation, input) => {
    const { entity } = aStockEntity();
    expect(entity.run(operation, input)).toMatchObject({ ok: false, code: 'REQUEST.INVALID' });
    expect(entity.state).toBeUndefined();
    expect(entity.warnings).toHaveLength(1);
  });
});
