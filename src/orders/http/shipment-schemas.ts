// The schemas of the owner's reports about parcels, and of what was recorded.

import { z } from 'zod';
import { printableText } from '../../shared/printable-text';
import { reportedStates } from '../shipment-states';
import { trackingShape } from './order-json';

export const dispatchSchema = z
  .strictObject({
    trackingNumber: printableText(100),
    carrier: printableText(100).optional().describe('The name of the carrier.'),
    trackingUrl: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://carrier.example/1Z' })
      .max(500)
      .optional()
      .describe('A page of the carrier about this parcel.'),
  })
  .meta({ id: 'ShipmentDispatch' });

export const shipmentReportSchema = z
  .strictObject({
    orderId: z.string(),
    shipmentId: z.string(),
    state: z.enum(reportedStates),
    at: z.iso.datetime(),
    ...trackingShape,
  })
  .meta({ id: 'ShipmentReport' });
export type ShipmentReportJson = z.infer<typeof shipmentReportSchema>;
