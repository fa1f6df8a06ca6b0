// `npm start`: the shop on this machine until Ctrl-C, with the demo products loaded the first time.

import { forwardSignals } from './forward-signals';
import { HostDidNotStart, startLocalHost } from './local-host';
import { settingsFlags } from './settings-flags';
import { loadDemoShop } from './shop/demo-shop';
import { makeShop } from './shop/shop-client';

async function main(): Promise<number> {
  const given = process.argv.slice(2);
  const starting = startLocalHost({
    flags: [...settingsFlags(given), ...given],
    output: (text, stream) => void process[stream].write(text),
    ownProcessGroup: true,
  });
  forwardSignals(() => void starting.stop());
  try {
    const host = await starting.started;
    await welcome(host.origin);
    return await host.ended;
  } catch (error) {
    if (error instanceof HostDidNotStart) return error.exitCode;
    console.error(`The shop could not be made ready: ${(error as Error).message}`);
    await starting.stop();
    return 1;
  }
}

async function welcome(origin: string): Promise<void> {
  const products = await loadDemoShop(makeShop(origin));
  const sku = products[0]?.sku;
  console.log(`
Cartwright is open at ${origin}/api with ${products.length} products. Ctrl-C closes it.

  ${origin}/api/health      are all parts there?
  ${origin}/api/products    the catalog
  ${origin}/api/cart        your cart

Put one into a cart:
  curl -c jar -b jar ${origin}/api/cart/lines -H 'content-type: application/json' -d '{"sku":"${sku}","quantity":1}'
`);
}

void main().then((code) => {
  process.exitCode = code;
});
