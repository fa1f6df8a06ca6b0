// The schemas of what is asked about orders: the queries of lists, the access of a link, and the owner's decision.

import { z } from 'zod';
import { cursorParameter, limitParameter } from '../../shared/http/paging';
import { mailAddress } from '../../shared/mail-address';
import { orderIdPattern } from '../order';
import { orderStates } from '../order-states';
import { ownerReason } from './owner-text';

const exampleId = 'ord_dmzvyrb5oa55g2dvvxgvv2tcpq';
const pageSize = 20;

/** A malformed id is not found. */
export const orderPath = { orderId: z.string().meta({ description: 'The id of the order.', examples: [exampleId] }) };

const state = z.enum(orderStates).optional().describe('Only orders in this state.');
export const listQuery = z.strictObject({
  state,
  cursor: cursorParameter,
  limit: limitParameter({ most: 100, usual: pageSize }),
});

/** `access` comes with the link of a mail. */
export const accessSchema = z.strictObject({
  access: z
    .string()
    .max(100)
    .optional()
    .describe('From the link of a mail: opens this one order to whoever has the link.'),
});

const time = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time such as 2026-03-01T12:00:00Z' })
  .transform((text) => new Date(text).toISOString());

export const allOrdersQuery = z.strictObject({
  state,
  email: mailAddress.optional().describe('Only orders with this mail address, in any case.'),
  orderId: z.string().regex(orderIdPattern, 'must be an order id').optional().describe('Only this order.'),
  placedFrom: time.optional().describe('Only orders placed at this time or later.'),
  placedTo: time.optional().describe('Only orders placed at this time or before.'),
  cursor: cursorParameter,
  limit: limitParameter({ most: 100, usual: pageSize }),
});

export const approvalSchema = z
  .strictObject({ decision: z.enum(['approve', 'reject']), reason: ownerReason })
  .meta({ id: 'ApprovalDecision' });
