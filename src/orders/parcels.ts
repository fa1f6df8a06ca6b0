// What lies in one warehouse travels together.

import type { Line } from '../shared/contracts';
import type { OrderLine } from './order';

export interface Parcel {
  warehouse: string;
  lines: Line[];
}

/** One parcel for each warehouse, in the order in which the lines name them. */
export function parcelsOf(lines: OrderLine[]): Parcel[] {
  const parcels = new Map<string, Parcel>();
  for (const { warehouse, sku, quantity } of lines) {
    const parcel = parcels.get(warehouse) ?? { warehouse, lines: [] };
    parcel.lines.push({ sku, quantity });
    parcels.set(warehouse, parcel);
  }
  return [...parcels.values()];
}

/**
 * `<orderId>:<warehouse>`: instance id of the parcel's orchestration, and the reference under which the carrier reports on it.
 * Instance ids and table keys may not contain `/ \ # ?`: whatever is not a letter, a digit or a hyphen is written as its code point.
 */
export function parcelReference(orderId: string, warehouse: string): string {
  const plain = warehouse.replace(/[^A-Za-z0-9-]/gu, (char) => `_${char.codePointAt(0)?.toString(16)}_`);
  return `${orderId}:${plain}`;
}

/** Tells references apart from other text that reaches us from outside. */
export const parcelReferencePattern = /^ord_[a-z2-7]{26}:[A-Za-z0-9_-]{1,200}$/;
