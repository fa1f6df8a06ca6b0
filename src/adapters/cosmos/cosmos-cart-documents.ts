// One Cosmos DB document per customer's cart: read and written as a whole, and replaced only if its ETag is unchanged.

import type { CartState } from '../../carts/cart-state';
import type { KnownCart, RecentCarts } from '../../carts/ports';
import { type CosmosPlace, cosmosStatus, makeCosmos } from './cosmos';
import { withTimeout } from './with-timeout';

export interface CartDocument extends CartState {
  etag: string;
}

export interface CartDocuments extends RecentCarts {
  read(customerId: string): Promise<CartDocument | undefined>;
  /**
   * Replaces the version with this ETag, or creates the document (without an ETag).
   * False: another writer was faster, and nothing was written. @throws when it is unknown whether it was written.
   */
  write(customerId: string, state: CartState, etag: string | undefined): Promise<boolean>;
  /** @throws when the container does not respond. */
  probe(): Promise<void>;
  close(): void;
}

interface StoredCart extends CartState {
  /** The customer: id and partition key are the same. */
  id: string;
  customerId: string;
  schemaVersion: 1;
  /** Seconds after the last write at which Cosmos DB deletes the document. */
  ttl: number;
}

/** The largest value that Cosmos DB accepts. */
const maxTtl = 2 ** 31 - 1;
/** The health endpoint must respond before its caller times out. */
const probeMs = 3_000;

/** `keptForMs`: how long after its last change a cart is kept, cleared ones too. */
export function makeCosmosCartDocuments(place: CosmosPlace, keptForMs: number): CartDocuments {
  const cosmos = makeCosmos(place);
  const ttl = Math.min(Math.ceil(keptForMs / 1_000), maxTtl);
  const carts = () => cosmos.partitionedBy('/customerId');
  return {
    async read(customerId) {
      const { resource } = await (await carts()).item(customerId, customerId).read<StoredCart>();
      return resource && { cart: resource.cart, applied: resource.applied, etag: resource._etag };
    },
    async write(customerId, { cart, applied }, etag) {
      const stored: StoredCart = { id: customerId, customerId, schemaVersion: 1, ttl, cart, applied };
      const container = await carts();
      if (etag === undefined) return unlessConflict([409], container.items.create(stored));
      const accessCondition = { type: 'IfMatch', condition: etag };
      const replaced = container.item(customerId, customerId).replace(stored, { accessCondition });
      // 404: it has expired since it was read.
      return unlessConflict([404, 412], replaced);
    },
    async filledSince(since, most) {
      const query = {
        query: `SELECT TOP ${most + 1} c.customerId, c.cart FROM c
          WHERE c.cart.touchedAt >= @since AND ARRAY_LENGTH(c.cart.lines) > 0 ORDER BY c.cart.touchedAt DESC`,
        parameters: [{ name: '@since', value: since.toISOString() }],
      };
      const { resources } = await (await carts()).items.query<KnownCart>(query).fetchAll();
      return { carts: resources.slice(0, most), complete: resources.length <= most };
    },
    async probe() {
      const answered = carts().then((container) => container.read());
      await withTimeout(probeMs, answered, () => new Error(`Cosmos DB did not respond within ${probeMs} ms.`));
    },
    close: cosmos.close,
  };
}

async function unlessConflict(statuses: number[], written: Promise<unknown>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (statuses.includes(cosmosStatus(error) ?? 0)) return false;
    throw error;
  }
}
