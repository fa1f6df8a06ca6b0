// The contracts between areas: names, types and schemas only, so that areas need not import each other.

import { z } from 'zod';
import type { Money } from './money';
import type { Result } from './result';

/** A valid sku. Skus become part of urls, entity keys and blob names, so anything else is refused at the edge. */
export const skuForm = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** A product as the other areas see it. */
export interface ProductSummary {
  sku: string;
  name: string;
  price: Money;
  /** Where the product is stored; lines from one warehouse ship in one parcel. */
  warehouse: string;
}

/** Looks up products for carts and orders. */
export interface ProductLookup {
  /** The products with these skus, in any order; unknown skus are left out. */
  find(skus: string[]): Promise<ProductSummary[]>;
}

/** A quantity of one product. */
export const lineSchema = z.strictObject({ sku: z.string(), quantity: z.int().min(1) }).meta({ id: 'Line' });
export type Line = z.infer<typeof lineSchema>;

/** Names of the durable entities. They are part of stored state, so they never change. */
export const entityNames = { cart: 'cart', stock: 'stock' } as const;

/** Operations of the stock entity (key: sku). Each is idempotent by order id and returns a result; none throws. */
export interface StockOperations {
  reserve: {
    input: { orderId: string; quantity: number; expiresAt: string };
    output: Result<{ quantity: number }, 'STOCK.SHORT'>;
  };
  /** Cancels a reservation; without one it does nothing. */
  release: { input: { orderId: string }; output: Result<{ quantity: number }> };
  /** Turns a reservation into a sale. `STOCK.NOT_RESERVED`: it has expired and its units are gone. */
  commit: { input: { orderId: string }; output: Result<{ quantity: number }, 'STOCK.NOT_RESERVED'> };
  /**
   * Returns a sale to stock, once; without a sale it does nothing. `soldQuantity` is the quantity that `commit` returned: it
   * restores a sale that is too old to be on the stock's list. Leave it out when it is not known whether there was a sale.
   * With `part`, only some of the sold units are returned, once for each `part.id`; all returns together never exceed the sale.
   */
  restock: {
    input: { orderId: string; soldQuantity?: number; part?: { id: string; quantity: number } };
    output: Result<{ quantity: number }>;
  };
}

/** How many units can still be sold. */
export interface StockLevels {
  /** Units on hand that are not reserved, by sku; skus that were never stocked may be left out. */
  available(skus: string[]): Promise<Map<string, number>>;
}

/** The availability that the shop shows: a few seconds old, and never used to decide a sale. */
export interface ShownAvailability {
  /** Reads all of it. The answer gives the units of a sku that can still be sold; null when nothing is known of it. */
  read(): Promise<(sku: string) => number | null>;
}

export const renditionNames = ['thumb', 'small', 'medium', 'large'] as const;
export type RenditionName = (typeof renditionNames)[number];

/** One size of a picture, as the API shows it. */
export const renditionSchema = z
  .strictObject({
    name: z.enum(renditionNames),
    url: z.string().meta({ description: 'A path on this app.', examples: ['/api/media/pic_…/thumb.jpg'] }),
    width: z.int().min(1),
    height: z.int().min(1),
    contentType: z.string(),
  })
  .meta({ id: 'Rendition' });
export type Rendition = z.infer<typeof renditionSchema>;

/** For the `<source>` of a `<picture>`: the same renditions in a format smaller than JPEG. */
export const pictureSourceSchema = z
  .strictObject({ contentType: z.string(), srcset: z.string() })
  .meta({ id: 'PictureSource' });
export type PictureSource = z.infer<typeof pictureSourceSchema>;

/** A picture that is ready to be shown. Width and height are those of its source after EXIF rotation. */
export const productPictureSchema = z
  .strictObject({
    pictureId: z.string(),
    width: z.int().min(1).describe('Of the source, upright.'),
    height: z.int().min(1),
    placeholder: z.string().describe('Shown while the picture loads: a ThumbHash (tens of bytes) in Base64.'),
    renditions: z.array(renditionSchema),
    srcset: z.string().describe('The JPEG renditions, for the `<img>`.'),
    sources: z
      .array(pictureSourceSchema)
      .describe('Smallest format first: a browser takes the first one that it supports.'),
  })
  .meta({ id: 'ProductPicture' });
export type ProductPicture = z.infer<typeof productPictureSchema>;

/** Looks up the pictures of products for the catalog: those that are ready, the oldest first. */
export interface ProductPictures {
  /** Those of one product, as they are now. */
  find(sku: string): Promise<ProductPicture[]>;
  /** Those of all products by sku, at most two seconds old; products without pictures are left out. */
  all(): Promise<ReadonlyMap<string, ProductPicture[]>>;
}

/** A change of an order's state, as its timeline has it. */
export interface OrderChange {
  state: string;
  /** Unique in the order. */
  step: string;
  /** ISO 8601, UTC. */
  at: string;
  /** The code of a refusal. */
  reason?: string;
}

/** Every change of an order's state so far, the first one first. Nothing in it is about a person. */
export interface OrderChanges {
  orderId: string;
  changes: OrderChange[];
}

/** How an area describes and replays the poisoned messages of one of its queues. */
export interface QueueMessages {
  /** What a message is about, for people to read. Refused, with the reason, when it can never be processed. */
  describe(text: string): Result<object>;
  /**
   * Sends a message back to its queue. `settled`: it has nothing left to do and was not sent.
   * @throws for a message that `describe` refuses.
   */
  replay(text: string): Promise<'sent' | 'settled'>;
}

/** What one run of a sweep has found. */
export interface SweepReport {
  /** What was missed before and is done or sent now, such as `uploads/oak/pic_…`. */
  handled: string[];
  /** What could not be done, and stays for the next run. */
  failed: { what: string; error: unknown }[];
}

/** One run of a sweep over what no event has told the app; bounded, so that what is left waits for the next run. */
export type Sweep = () => Promise<SweepReport>;
