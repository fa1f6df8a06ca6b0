// The steps of an order that change stock, and their compensations. Each calls the stock entities of all lines in parallel, and
// returns their results.

import { entityNames, type Line, type StockOperations } from '../../shared/contracts';
import { all, entitySteps, type Orchestration } from '../../shared/durable/durable';
import type { OrderLine } from '../order';
import type { SoldUnits } from './refund-run';
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

/** A line whose stock was to be committed. Without `soldQuantity` it is not known whether it was. */
export interface SoldLine {
  sku: string;
  soldQuantity?: number;
}

/** The lines with what their commits have answered. */
export function soldLines(lines: OrderLine[], committed: StockOperations['commit']['output'][]): SoldLine[] {
  return lines.map(({ sku }, index) => {
    const result = committed[index];
    return { sku, ...(result?.ok && { soldQuantity: result.value.quantity }) };
  });
}

/** Returns sold units to stock: those whose number is known, and those of sales that the stock entity remembers. */
export function* restockStock(saga: Saga, lines: SoldLine[]): Results<'restock'> {
  const { orderId } = saga.key;
  return yield* all(
    saga.context,
    lines.map(({ sku, ...sold }) => stock(saga)(sku, 'restock', { orderId, ...sold })),
  );
}

/** Returns sold units (at least one line) to stock, even if the stock entity has forgotten the sale. */
export function* restockSold(saga: Saga, sold: Line[]): Results<'restock'> {
  const { orderId } = saga.key;
  const returns = sold.map(({ sku, quantity }) => stock(saga)(sku, 'restock', { orderId, soldQuantity: quantity }));
  return yield* all(saga.context, returns);
}

/** Returns some of the units that were sold to stock, once for each key. */
export function* restockUnits(saga: Saga, units: SoldUnits[], key: string): Results<'restock'> {
  const { orderId } = saga.key;
  const returns = units.map(({ sku, quantity, soldQuantity }) =>
    stock(saga)(sku, 'restock', { orderId, soldQuantity, part: { id: key, quantity } }),
  );
  return yield* all(saga.context, returns);
}

function stock({ context }: Saga) {
  return entitySteps<StockOperations>(context, entityNames.stock);
}
