// The document of each customer's cart in Cosmos DB: read and written as a whole, and only over the version that was read.

import type { CartState } from '../../carts/cart-state';
import { type CosmosPlace, cosmosStatus, makeCosmos } from './cosmos';
import { within } from './within';

export interface CartDocument extends CartState {
  etag: string;
}

export interface CartDocuments {
  read(customerId: string): Promise<CartDocument | undefined>;
  /**
   * Writes over the version with this tag, or makes the document where none was (no tag).
   * False: somebody else was faster, nothing is written. @throws when nobody knows whether it was written.
   */
  write(customerId: string, state: CartState, etag: string | undefined): Promise<boolean>;
  /** @throws when the container does not answer. */
  probe(): Promise<void>;
  close(): void;
}

interface StoredCart extends CartState {
  /** The customer: id and partition key are the same. */
  id: string;
  customerId: string;
  schemaVersion: 1;
  /** Seconds after the last write at which Cosmos DB forgets the document. */
  ttl: number;
}

/** What Cosmos DB accepts at most. */
const longestTtl = 2 ** 31 - 1;
/** An unready app has to say so before whoever asks has given up. */
const probeMs = 3_000;

/** `keptForMs`: how long after its last change a cart is kept, cleared ones too. */
export function makeCosmosCartDocuments(place: CosmosPlace, keptForMs: number): CartDocuments {
  const cosmos = makeCosmos(place);
  const ttl = Math.min(Math.ceil(keptForMs / 1_000), longestTtl);
  const carts = () => cosmos.partitionedBy('/customerId');
  return {
    async read(customerId) {
      const { resource } = await (await carts()).item(customerId, customerId).read<StoredCart>();
      return resource && { cart: resource.cart, applied: resource.applied, etag: resource._etag };
    },
    async write(customerId, { cart, applied }, etag) {
      const stored: StoredCart = { id: customerId, customerId, schemaVersion: 1, ttl, cart, applied };
      const container = await carts();
      if (etag === undefined) return unlessOvertaken([409], container.items.create(stored));
      const accessCondition = { type: 'IfMatch', condition: etag };
      const replaced = container.item(customerId, customerId).replace(stored, { accessCondition });
      // 404: its time ran out since it was read.
      return unlessOvertaken([404, 412], replaced);
    },
    async probe() {
      const answered = carts().then((container) => container.read());
      await within(probeMs, answered, () => new Error(`Cosmos DB did not answer within ${probeMs} ms.`));
    },
    close: cosmos.close,
  };
}

async function unlessOvertaken(statuses: number[], written: Promise<unknown>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (statuses.includes(cosmosStatus(error) ?? 0)) return false;
    throw error;
  }
}
