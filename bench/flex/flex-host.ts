// A local host for the rehearsal of Flex Consumption: a data folder of its own, products in stock, and the host's own counts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azuriteConnectionString } from '../../scripts/azurite-connection';
import { startLocalHost } from '../../scripts/local-host';
import { newShopFlags } from '../../scripts/new-shop-flags';
import { adjustStock } from '../../scripts/shop/adjust-stock';
import { makeShop, type Shop } from '../../scripts/shop/shop-client';
import { publishBenchProducts } from '../bench-products';

export const skus = ['flex-a', 'flex-b'] as const;
const unitsInStock = 10_000;

export interface FlexHostOptions {
  cartStore: 'cosmos' | 'entity';
  /** The value of `--flex`; absent = without it. */
  flex?: string;
  /** `maxQueuePollingInterval`; default: that of host.json. */
  pollingInterval?: string;
  /** False where stock cannot be received, because the durable side never starts. */
  stocked?: boolean;
}

export interface RequestCount {
  served: number;
  waitedForPoll: number;
}

/** The body of `GET /admin/host/flex`. */
export interface FlexStatus {
  durable: { state: string; coldStarts: number };
  arrivals: { seen: number; waiting: number };
  requests: { anonymous: RequestCount; withKey: RequestCount; functions: Record<string, RequestCount> };
}

export interface FlexHost {
  shop: Shop;
  origin: string;
  /** Connection string of its storage emulator. */
  storage: string;
  /** @throws on a host without `--flex`. */
  status(): Promise<FlexStatus>;
}

/** Runs `use` on a new host, and stops that one afterwards. @throws with the end of its log. */
export async function withFlexHost<T>(options: FlexHostOptions, use: (host: FlexHost) => Promise<T>): Promise<T> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'flex-'));
  let printed = '';
  const starting = startLocalHost({
    flags: flagsFor(options, dataFolder),
    environment: environmentFor(options),
    output: (text) => {
      printed = (printed + text).slice(-3_000);
    },
  });
  try {
    const { origin } = await starting.started;
    const shop = makeShop(origin);
    await publishBenchProducts(shop, skus);
    const receipt = { delta: unitsInStock, reason: 'rehearsal' };
    if (options.stocked ?? true) await Promise.all(skus.map((sku) => adjustStock(shop, sku, receipt, `stock-${sku}`)));
    const status = async () => (await (await fetch(`${origin}/admin/host/flex`)).json()) as FlexStatus;
    return await use({ shop, origin, storage: azuriteConnectionString(dataFolder), status });
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${printed}`, { cause });
  } finally {
    await starting.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function flagsFor({ cartStore, flex }: FlexHostOptions, dataFolder: string): string[] {
  const flags = newShopFlags(dataFolder);
  if (cartStore === 'cosmos') flags.push('--cosmos');
  if (flex !== undefined) flags.push(`--flex=${flex}`);
  return flags;
}

function environmentFor({ cartStore, pollingInterval }: FlexHostOptions): Record<string, string> {
  const setting = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval';
  return { CART_STORE: cartStore, ...(pollingInterval !== undefined && { [setting]: pollingInterval }) };
}
