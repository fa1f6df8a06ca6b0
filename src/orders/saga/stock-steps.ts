// The steps of an order that move stock, and how they are taken back: each calls the stock entities of all lines at the same
// time, and answers with their results.

import { entityNames, type Line, type StockOperations } from '../../shared/contracts';
import { all, entitySteps, type Orchestration } from '../../shared/durable/durable';
import type { OrderLine } from '../order';
import type { Saga } from './saga';

type Results<Operation extends keyof StockOperations> = Orchestration<StockOperations[Operation]['output'][]>;

export function* reserveStock(saga: Saga, lines: OrderLine[], expiresAt: string): Results<'reserve'> {
  const { orderId } = saga.key;
  const reservations = lines.map(({ sku, quantity }) => stock(saga)(sku, 'reserve', { orderId, quantity, expiresAt }));
  return yield* all(saga.context, reservations);
}

export function* commitStock(saga: Saga, lines: OrderLine[]): Results<'commit'> {
  const { orderId } = saga.key;
  return yield* all(
    saga.context,
    lines.map(({ sku }) => stock(saga)(sku, 'commit', { orderId })),
  );
}

export function* releaseStock(saga: Saga, lines: OrderLine[]): Results<'release'> {
  const { orderId } = saga.key;
  return yield* all(
    saga.context,
    lines.map(({ sku }) => stock(saga)(sku, 'release', { orderId })),
  );
}

/** Takes the units back of which the stock knows that they were sold. */
export function* restockStock(saga: Saga, lines: OrderLine[]): Results<'restock'> {
  const { orderId } = saga.key;
  return yield* all(
    saga.context,
    lines.map(({ sku }) => stock(saga)(sku, 'restock', { orderId })),
  );
}

/** Takes units (at least one) back that were sold, even if the stock has forgotten the sale. */
export function* restockSold(saga: Saga, sold: Line[]): Results<'restock'> {
  const { orderId } = saga.key;
  const returns = sold.map(({ sku, quantity }) => stock(saga)(sku, 'restock', { orderId, soldQuantity: quantity }));
  return yield* all(saga.context, returns);
}

function stock({ context }: Saga) {
  return entitySteps<StockOperations>(context, entityNames.stock);
}
