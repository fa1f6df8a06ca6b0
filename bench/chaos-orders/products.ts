// The products on sale in a chaos run.

export interface ShopProduct {
  sku: string;
  /** Minor units. */
  price: number;
  warehouse: string;
  stock: number;
  /** `dear`: an order with it needs approval. `scarce`: fewer units than buyers. */
  role: 'cheap' | 'dear' | 'scarce';
}

/** Orders from this total on need approval. It exceeds any order without the `dear` product. */
export const approvalThreshold = 50_000;

export const shopProducts: ShopProduct[] = [
  { sku: 'mug', price: 995, warehouse: 'berlin', stock: 5_000, role: 'cheap' },
  { sku: 'plate', price: 1_250, warehouse: 'berlin', stock: 5_000, role: 'cheap' },
  { sku: 'lamp', price: 4_900, warehouse: 'leipzig', stock: 5_000, role: 'cheap' },
  { sku: 'rug', price: 7_900, warehouse: 'leipzig', stock: 5_000, role: 'cheap' },
  { sku: 'dear', price: approvalThreshold, warehouse: 'berlin', stock: 1_000, role: 'dear' },
  { sku: 'scarce', price: 1_500, warehouse: 'leipzig', stock: 3, role: 'scarce' },
];
