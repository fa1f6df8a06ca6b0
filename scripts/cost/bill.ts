// What a use of Azure costs: quantity less the free grant, divided by the price's unit, times the price. Nothing else.

import prices from './prices.json';

export interface Price {
  what: string;
  price: number;
  /** How many units the price is for. */
  per: number;
  unit: string;
  /** Units a month that cost nothing; 0 = none. */
  freePerMonth: number;
  /** Where the price stands. */
  page: string;
}

export interface PriceList {
  /** Date on which the prices were known to hold. */
  asOf: string;
  currency: string;
  region: string;
  meters: Record<string, Price>;
}

/** The meters of prices.json. */
export type Meter = keyof typeof prices.meters;

/** Quantities by meter, in the unit of its price. */
export type Usage = Partial<Record<Meter, number>>;

export interface BillLine {
  meter: Meter;
  what: string;
  quantity: number;
  unit: string;
  amount: number;
}

export interface Bill {
  /** The dearest first. */
  lines: BillLine[];
  total: number;
}

export const priceList: PriceList & { meters: Record<Meter, Price> } = prices;

/**
 * The cost of `usage`. `grants`: as the only use in a month, so the free grants count in full; without them it is what
 * one more use costs once the grants are spent.
 */
export function billOf(usage: Usage, { grants }: { grants: boolean }, list = priceList): Bill {
  const lines = (Object.entries(usage) as [Meter, number][]).map(([meter, quantity]): BillLine => {
    const { what, unit, price, per, freePerMonth } = list.meters[meter];
    const billed = Math.max(0, quantity - (grants ? freePerMonth : 0));
    return { meter, what, quantity, unit, amount: (billed / per) * price };
  });
  lines.sort((a, b) => b.amount - a.amount);
  return { lines, total: lines.reduce((sum, { amount }) => sum + amount, 0) };
}
