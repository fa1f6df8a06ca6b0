// `npm start` runs the shop on this machine until Ctrl-C and loads the demo products on the first start.

import { forwardSignals } from './forward-signals';
import { HostDidNotStart, type LocalHost, startLocalHost } from './local-host';
import { ownerKey } from './owner-key';
import { settingsFlags } from './settings-flags';
import { loadDemoShop } from './shop/demo-shop';
import { firstRequest } from './shop/first-request';
import { makeShop } from './shop/shop-client';

async function main(given: string[]): Promise<number> {
  const starting = startLocalHost({
    flags: [...settingsFlags(given), ...given],
    output: (text, stream) => void process[stream].write(text),
    ownProcessGroup: true,
    environment: cosmosSettings(given),
  });
  let interrupted = false;
  forwardSignals(() => {
    interrupted = true;
    starting.interrupt();
  });
  try {
    const host = await starting.started;
    await welcome(host, given);
    return await host.ended;
  } catch (error) {
    if (interrupted) return starting.stop();
    if (error instanceof HostDidNotStart) return error.exitCode;
    console.error(`The shop could not start: ${(error as Error).message}`);
    await starting.stop();
    return 1;
  }
}

/** With `--cosmos` carts are stored in the emulator that the local host starts, whatever the settings say. */
function cosmosSettings(given: string[]): Record<string, string> {
  if (!given.some((flag) => /^--cosmos(-port)?(=|$)/.test(flag))) return {};
  return { CART_STORE: 'cosmos', COSMOS: 'UseDevelopmentCosmos=true', COSMOS__accountEndpoint: '' };
}

async function welcome({ origin }: LocalHost, flags: string[]): Promise<void> {
  const products = await loadDemoShop(makeShop(origin, ownerKey(flags)));
  console.log(`
Cartwright is running at ${origin}/api with ${products.length} products. Press Ctrl-C to stop it.

  ${origin}/api/health      is everything up?
  ${origin}/api/products    the catalog
  ${origin}/api/cart        your cart

${firstRequest(origin, products[0])}
`);
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
