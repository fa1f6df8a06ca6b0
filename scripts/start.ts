// `npm start` runs the shop on this machine until Ctrl-C and loads the demo products on the first start.

import { apiAreas } from '../src/api/api-description';
import { forwardSignals } from './forward-signals';
import { HostDidNotStart, type LocalHost, startLocalHost } from './local-host';
import { ownerKey } from './owner-key';
import { settingsFlags } from './settings-flags';
import { loadDemoShop } from './shop/demo-shop';
import { makeShop } from './shop/shop-client';
import { makeQuietStart } from './start/quiet-start';
import { startScreen } from './start/start-screen';

async function main(given: string[]): Promise<number> {
  const quietStart = makeQuietStart((text) => void process.stdout.write(text));
  const starting = startLocalHost({
    flags: [...settingsFlags(given), ...given],
    output: (text, stream) => (stream === 'stdout' ? quietStart.write(text) : void process.stderr.write(text)),
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
    console.log(await welcome(host, given));
    quietStart.end();
    return await host.ended;
  } catch (error) {
    quietStart.end();
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

async function welcome({ origin }: LocalHost, flags: string[]): Promise<string> {
  const key = ownerKey(flags);
  const products = await loadDemoShop(makeShop(origin, key));
  return startScreen({ origin, products, ownerKey: key, areas: apiAreas });
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
