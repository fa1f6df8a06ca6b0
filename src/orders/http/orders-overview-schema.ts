// The schema of the overview of orders.

import { z } from 'zod';
import { orderStates } from '../order-states';
import { orderSnapshotSchema } from './owner-order-json';

const time = z.iso.datetime();
const count = z.int().min(0).describe('Also of those that are not listed.');

const overdueOrder = orderSnapshotSchema
  .extend({
    parcels: z
      .array(z.strictObject({ shipmentId: z.string(), warehouse: z.string(), dispatchedAt: time }))
      .describe('Those that should have arrived, the oldest first; empty if an earlier version dispatched them.'),
  })
  .meta({ id: 'OverdueOrder' });
export type OverdueOrder = z.infer<typeof overdueOrder>;

const failedOrder = orderSnapshotSchema
  .extend({
    failures: z
      .array(z.strictObject({ at: time, step: z.string(), detail: z.string().exactOptional() }))
      .describe('What could not be undone, and why.'),
  })
  .meta({ id: 'FailedOrder' });

const counts = Object.fromEntries(orderStates.map((state) => [state, z.int().min(0)])) as {
  [State in (typeof orderStates)[number]]: z.ZodInt;
};

export const ordersOverviewSchema = z
  .strictObject({
    total: z.int().min(0),
    counts: z.strictObject(counts).describe('Orders by state.'),
    oldestWaiting: z
      .array(orderSnapshotSchema)
      .describe('For each state in which orders wait, the one that was placed first.'),
    stuck: z
      .strictObject({ count, orders: z.array(orderSnapshotSchema) })
      .describe('Without progress for too long, the longest first.'),
    overdue: z
      .strictObject({ count, orders: z.array(overdueOrder) })
      .describe('With a parcel that the carrier has had for too long, the longest first.'),
    compensationFailed: z.strictObject({ count, orders: z.array(failedOrder) }).describe('The latest first.'),
    complete: z.boolean().describe('False when so many orders are open that the lists cover only a part of them.'),
  })
  .meta({ id: 'OrdersOverview' });
export type OrdersOverview = z.infer<typeof ordersOverviewSchema>;
