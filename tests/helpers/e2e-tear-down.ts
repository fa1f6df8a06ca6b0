// After the end-to-end tests: the host that the set-up started is stopped and its data folder removed.

import { sharedHost } from './shared-host';

async function tearDown(): Promise<void> {
  const shared = sharedHost.get();
  if (!shared) return;
  const code = await shared.host.stop();
  if (code !== 0) throw new Error(`the local host ended with code ${code}:\n${shared.own.log().slice(-3000)}`);
  await shared.own.remove();
}

export = tearDown;
