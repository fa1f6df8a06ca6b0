// One round through the warehouse for all units of each product.

import { productsToPick, unitsIn } from '../../../../src/pages/console/models/picking-list';
import { aParcel } from './builders';

const mug = (quantity: number) => ({ sku: 'mug', name: 'Mug', quantity });
const bowl = (quantity: number) => ({ sku: 'bowl', name: 'Bowl', quantity });

it('adds up the units of each product over all parcels, by name', () => {
  const parcels = [aParcel(1, 'berlin', mug(2), bowl(1)), aParcel(2, 'berlin', mug(3))];
  expect(productsToPick(parcels)).toEqual([
    { sku: 'bowl', name: 'Bowl', quantity: 1, parcels: 1 },
    { sku: 'mug', name: 'Mug', quantity: 5, parcels: 2 },
  ]);
  expect(parcels.map(unitsIn)).toEqual([3, 3]);
});

it('is empty without parcels', () => {
  expect(productsToPick([])).toEqual([]);
});
