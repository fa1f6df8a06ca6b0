// What one area may rely on of another: names and shapes only, so that areas need not import each other.

import type { Money } from './money';
import type { Result } from './result';

/** The form of a sku. It is a part of urls, entity keys and blob names, so nothing else may get there in its place. */
export const skuForm = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** A product as others than the catalog see it. */
export interface ProductSummary {
  sku: string;
  name: string;
  price: Money;
  /** Where the product lies; lines of one warehouse travel in one parcel. */
  warehouse: string;
}

/** The catalog as carts and orders need it. */
export interface ProductLookup {
  /** The products known under these skus, in any order; unknown ones are left out. */
  find(skus: string[]): Promise<ProductSummary[]>;
}

/** A wish for units of a product. */
export interface Line {
  sku: string;
  quantity: number;
}

/** Durable entities by name; they live in stored state, so they never change. */
export const entityNames = { cart: 'cart', stock: 'stock' } as const;

/** Operations of the stock entity (key: sku). Each is idempotent by order id and answers with a result, never an error. */
export interface StockOperations {
  reserve: {
    input: { orderId: string; quantity: number; expiresAt: string };
    output: Result<{ quantity: number }, 'STOCK.SHORT'>;
  };
  /** Gives a reservation back; without one it does nothing. */
  release: { input: { orderId: string }; output: Result<{ quantity: number }> };
  /** Turns a reservation into a sale. `STOCK.NOT_RESERVED` when it has expired and the units are gone. */
  commit: { input: { orderId: string }; output: Result<{ quantity: number }, 'STOCK.NOT_RESERVED'> };
  /**
   * Takes a sale back into stock, once; without one it does nothing. `soldQuantity`: what `commit` answered, by which a
   * sale comes back that is so old that the stock has forgotten it. Left out by who does not know whether there was a sale.
   */
  restock: { input: { orderId: string; soldQuantity?: number }; output: Result<{ quantity: number }> };
}

/** What can still be sold. */
export interface StockLevels {
  /** Units on hand that are not reserved, by sku; a sku that was never stocked may be left out. */
  available(skus: string[]): Promise<Map<string, number>>;
}

export type RenditionName = 'thumb' | 'small' | 'medium' | 'large';

/** One size of a picture, as the API shows it. */
export interface Rendition {
  name: RenditionName;
  /** Path on this app, such as `/api/media/pic_…/thumb.jpg`. */
  url: string;
  width: number;
  height: number;
  contentType: string;
}

/** For a `<source>` of a `<picture>`: the same renditions in a format more compact than JPEG. */
export interface PictureSource {
  contentType: string;
  srcset: string;
}

/** A picture that is ready to be shown, with the upright size of its source. */
export interface ProductPicture {
  pictureId: string;
  width: number;
  height: number;
  /** What stands in the picture's place while it loads: a ThumbHash of tens of bytes in Base64. */
  placeholder: string;
  renditions: Rendition[];
  /** Of the JPEGs, for the `<img>`. */
  srcset: string;
  /** The most compact format first, as a browser takes the first one it knows. */
  sources: PictureSource[];
}

/** The pictures as the catalog needs them. */
export interface ProductPictures {
  /** Ready pictures by sku, oldest first; products without any are left out. */
  find(skus: string[]): Promise<Map<string, ProductPicture[]>>;
}

/** What an area knows of the messages of one of its queues that were put away as poison. */
export interface QueueMessages {
  /** What a message is about, for people; refused with what is wrong when it can never be worked on. */
  describe(text: string): Result<object>;
  /**
   * Sends a message back to where it came from. `settled`: nothing is left to be done by it.
   * @throws for one that `describe` refuses.
   */
  replay(text: string): Promise<'sent' | 'settled'>;
}
