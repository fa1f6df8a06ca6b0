// The schemas of the picking list: the parcels that wait in the warehouses.

import { z } from 'zod';

export const parcelsQuery = z.strictObject({
  warehouse: z.string().min(1).max(40).optional().describe('Only parcels of this warehouse.'),
});

const parcel = z
  .strictObject({
    orderId: z.string(),
    shipmentId: z.string(),
    warehouse: z.string(),
    placedAt: z.iso.datetime().describe('When the order was placed.'),
    lines: z
      .array(
        z.strictObject({
          sku: z.string(),
          name: z.string().describe('At most 80 characters of it.'),
          quantity: z.int().min(1).describe('Without the units that were refunded.'),
        }),
      )
      .describe('What goes into it.'),
  })
  .meta({ id: 'ParcelToSend' });
export type ParcelToSendJson = z.infer<typeof parcel>;

export const parcelsSchema = z
  .strictObject({
    warehouses: z
      .array(z.strictObject({ warehouse: z.string(), parcels: z.int().min(1) }))
      .describe('Every warehouse with parcels to send, by name.'),
    parcels: z.array(parcel).describe('Of the orders that were placed first, at most 100.'),
    complete: z.boolean().describe('False when so many orders wait that the oldest of them are left out.'),
  })
  .meta({ id: 'ParcelsToSend' });
export type ParcelsToSendJson = z.infer<typeof parcelsSchema>;
