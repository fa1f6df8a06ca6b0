// All lines from one warehouse are shipped in one parcel.

import type { Line } from '../shared/contracts';
import type { OrderLine } from './order';

export interface Parcel {
  warehouse: string;
  lines: Line[];
}

/** One parcel for each warehouse, in the order of the lines. */
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
 * `<orderId>:<warehouse>`: the instance id of the parcel's orchestration, and the reference in the carrier's reports.
 * Instance ids and table keys may not contain `/ \ # ?`: any character but a letter, digit or hyphen is written as its code point.
 */
export function parcelReference(orderId: string, warehouse: string): string {
  const plain = warehouse.replace(/[^A-Za-z0-9-]/gu, (char) => `_${char.codePointAt(0)?.toString(16)}_`);
  return `${orderId}:${plain}`;
}

/** Checks that text from outside has the form of a parcel's reference. */
export const parcelReferencePattern = /^ord_[a-z2-7]{26}:[A-Za-z0-9_-]{1,200}$/;
