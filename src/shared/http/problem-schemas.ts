// The schema of problem documents (RFC 9457), with the members that some codes add.

import { z } from 'zod';
import { lineSchema } from '../contracts';
import { moneySchema } from '../money';
import { type ErrorCode, problems } from './errors';

export const fieldErrorSchema = z
  .strictObject({
    path: z
      .string()
      .meta({ description: 'Where it is: of a member, a parameter or a header.', examples: ['lines.0.sku'] }),
    message: z.string(),
  })
  .meta({ id: 'FieldError' });

const problemSchema = z.strictObject({
  type: z.string().describe('A link to the description of the code.'),
  title: z.string().describe('What the code means, for people.'),
  status: z.int(),
  code: z.string().describe('Stable. Decide by it.'),
  detail: z.string().describe('What went wrong this time, for people.'),
  requestId: z.string().describe('Quote it when you report the error; the header x-request-id says the same.'),
});

const retryAfterSeconds = z.int().min(1).describe('As in the header Retry-After.');
const errors = z.array(fieldErrorSchema).describe('Each fault, at most the first 50.').exactOptional();
const state = z.string().describe("The order's state.");
const parcelState = z.string().describe("The parcel's state.");

/** What a problem has besides the members of all problems. */
export const problemMembers: Partial<Record<ErrorCode, Record<string, z.ZodType>>> = {
  'REQUEST.INVALID': { errors },
  'CATALOG.INVALID': { errors },
  'CALLER.TOO_MANY_WRITES': { retryAfterSeconds },
  'CART.CHECKED_OUT': { orderId: z.string().describe('The order that has the lines.') },
  'STOCK.SHORT': {
    short: z
      .array(z.strictObject({ sku: z.string(), quantity: z.int(), available: z.int() }))
      .describe('The lines of which too few units are left, at a checkout.')
      .exactOptional(),
  },
  'ORDER.UNKNOWN_PRODUCTS': { skus: z.array(z.string()).describe('The products to remove from the cart.') },
  'ORDER.PRICE_CHANGED': { total: moneySchema.describe('The total now.') },
  'ORDER.NOT_CANCELLABLE': { state },
  'ORDER.NOT_AWAITING_APPROVAL': { state },
  'ORDER.ALREADY_DECIDED': { decision: z.enum(['approve', 'reject']).describe('The decision that was made.') },
  'ORDER.NOT_REFUNDABLE': { state },
  'ORDER.NOT_RESOLVABLE': { state },
  'SHIPMENT.NOT_DISPATCHABLE': { state: parcelState },
  'SHIPMENT.NOT_DELIVERABLE': { state: parcelState },
  'ORDER.REFUND_TOO_MUCH': { left: z.array(lineSchema).describe('The units that are left to refund.') },
  'ORDER.REFUND_INCOMPLETE': { lines: z.array(lineSchema).describe('The lines of the refund to repeat.') },
};

/** The problem document of each code. */
export const problemSchemas = Object.fromEntries(
  (Object.keys(problems) as ErrorCode[]).map((code) => [code, problemOfCode(code)]),
) as Record<ErrorCode, ReturnType<typeof problemOfCode>>;

/** The problem documents with these codes. */
export function problemSchemaOf(codes: readonly [ErrorCode, ...ErrorCode[]]): z.ZodType {
  const [first, ...more] = codes;
  if (more.length === 0) return problemSchemas[first];
  return z.discriminatedUnion('code', [problemSchemas[first], ...more.map((code) => problemSchemas[code])]);
}

function problemOfCode(code: ErrorCode) {
  const { status, title } = problems[code];
  return problemSchema
    .extend({
      title: z.literal(title),
      status: z.literal(status),
      code: z.literal(code),
      ...problemMembers[code],
    })
    .meta({ id: problemSchemaName(code), description: `${title}.` });
}

/** The id of its schema: that of `CART.LINE_LIMIT` is `CartLineLimitProblem`. */
export function problemSchemaName(code: ErrorCode): string {
  const words = code.toLowerCase().split(/[._]/);
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Problem`;
}
