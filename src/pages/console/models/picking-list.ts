// The picking list of a warehouse: first one round for all units of each product, then the parcels to pack.

import type { ParcelToSend } from '../schemas';

export interface PickedProduct {
  sku: string;
  name: string;
  quantity: number;
  /** In how many parcels it goes. */
  parcels: number;
}

/** All units of each product, by name. */
export function productsToPick(parcels: readonly ParcelToSend[]): PickedProduct[] {
  const products = new Map<string, PickedProduct>();
  for (const { sku, name, quantity } of parcels.flatMap(({ lines }) => lines)) {
    const known = products.get(sku) ?? { sku, name, quantity: 0, parcels: 0 };
    products.set(sku, { ...known, quantity: known.quantity + quantity, parcels: known.parcels + 1 });
  }
  return [...products.values()].sort((a, b) => a.name.localeCompare(b.name));
}

export function unitsIn({ lines }: Pick<ParcelToSend, 'lines'>): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
