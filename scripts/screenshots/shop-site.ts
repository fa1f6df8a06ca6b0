// A shop with something to see: products, a picture, and orders in several states.

import { join } from 'node:path';
import { azuriteConnectionString } from '../azurite-connection';
import { runDemo } from '../demo/run-demo';
import { makeDemoPhoto } from '../demo-photo';
import { startLocalHost } from '../local-host';
import { newShopFlags } from '../new-shop-flags';
import { buy } from '../shop/check-out';
import { makeShop } from '../shop/shop-client';

export interface Site {
  origin: string;
  close(): Promise<unknown>;
}

export async function openShopSite(folder: string): Promise<Site> {
  const data = join(folder, 'data');
  const starting = startLocalHost({
    flags: newShopFlags(data),
    output: () => undefined,
    // So that an order of 22 mugs waits for the owner.
    environment: { APPROVAL_THRESHOLD: '30000' },
  });
  const close = () => starting.stop();
  try {
    const { origin } = await starting.started;
    const shop = makeShop(origin);
    await runDemo({
      shop,
      storage: azuriteConnectionString(data),
      photo: await makeDemoPhoto(),
      print: () => undefined,
    });
    for (const units of [1, 2, 22]) await buy(shop.guest(), 'enamel-mug', units);
    return { origin, close };
  } catch (error) {
    await close();
    throw error;
  }
}
