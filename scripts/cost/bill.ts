// Computes what Azure usage costs: (quantity - free grant) / units per price * price.

import prices from './prices.json';

export interface Price {
  what: string;
  price: number;
  /** Number of units that the price covers. */
  per: number;
  unit: string;
  /** Free units a month; 0 = none. */
  freePerMonth: number;
  /** Url of the page that lists the price. */
  page: string;
}

export interface PriceList {
  /** Date on which the prices were checked. */
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
  /** Most expensive first. */
  lines: BillLine[];
  total: number;
}

export const priceList: PriceList & { meters: Record<Meter, Price> } = prices;

/**
 * The cost of `usage`. With `grants` it is the only usage of the month, so the free grants apply in full; without, the
 * grants are already used up.
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
