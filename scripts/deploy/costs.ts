// Computes the cost figures that a deployment shows first, from the last count and the price list.

import { billOf, priceList } from '../cost/bill';
import type { Counts } from '../cost/counts';
import counts from '../cost/counts.json';
import { floodHour, idleUsage } from '../cost/idle-groups';
import { usageOfWork } from '../cost/usage';
import type { EnvironmentName } from './options';
import type { Costs } from './plan-text';
import { readSizing } from './sizing';

const THOUSAND = 1000;

/** The free grants apply to the idle month only; orders and pictures are priced as if the grants were used up. */
export function costsOf(environment: EnvironmentName, counted: Counts = counts): Costs {
  const sizing = readSizing(environment);
  return {
    currency: priceList.currency,
    asOf: priceList.asOf,
    idleMonth: billOf(idleUsage(sizing), { grants: true }),
    thousandOrders: billOf(usageOfWork(counted.order, THOUSAND, sizing), { grants: false }),
    thousandPictures: billOf(usageOfWork(counted.picture, THOUSAND, sizing), { grants: false }),
    floodHour: floodHour(sizing),
  };
}
